package dev.tidemark.core.mirror;

import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a comparison of one table finds, for a report and for a repair. Memory is bounded: where
 * many rows of a range differ, the range is remembered and not its keys; and of each kind so many
 * that a second comparison finds the others. For one thread.
 */
final class Findings {

  /** Rows of a small range that may differ one by one. */
  private static final int ONE_BY_ONE = 32;

  private static final int AT_ONCE = 100_000;

  /** Small ranges that are worth another look. */
  private static final int PARTS = 1_000;

  private final EntityType type;
  private final Map<Difference.Kind, AtomicLong> counts = new EnumMap<>(Difference.Kind.class);
  private final List<Difference> listed = new ArrayList<>();
  private final Set<RowKey> stale = new LinkedHashSet<>();
  private final Set<RowKey> extra = new LinkedHashSet<>();
  private final List<KeyRange> ranges = new ArrayList<>();
  private final List<KeyRange> parts = new ArrayList<>();
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicLong left = new AtomicLong();

  Findings(EntityType type) {
    this.type = type;
    for (Difference.Kind kind : Difference.Kind.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  EntityType type() {
    return type;
  }

  /** Takes what differs in a range, in key order. */
  void add(KeyRange range, List<Difference> differences) {
    if (!differences.isEmpty() && parts.size() < PARTS) {
      parts.add(range);
    }
    long staleHere = differences.stream().filter(each -> isStale(each.kind())).count();
    boolean isWhole = staleHere > ONE_BY_ONE && ranges.size() < AT_ONCE;
    if (isWhole) {
      ranges.add(range);
    }
    for (Difference each : differences) {
      counts.get(each.kind()).incrementAndGet();
      if (listed.size() < Comparison.LISTED) {
        listed.add(each);
      }
      if (!isStale(each.kind())) {
        remember(each.key(), extra);
      } else if (!isWhole) {
        remember(each.key(), stale);
      }
    }
  }

  private void remember(RowKey key, Set<RowKey> keys) {
    if (keys.size() < AT_ONCE) {
      keys.add(key);
    } else {
      left.incrementAndGet();
    }
  }

  private static boolean isStale(Difference.Kind kind) {
    return kind != Difference.Kind.EXTRA;
  }

  /** Takes note of a row that is known to be refused by the database. */
  void quarantined() {
    quarantined.incrementAndGet();
  }

  /** Rows to be written one by one. */
  Set<RowKey> stale() {
    return stale;
  }

  Set<RowKey> extra() {
    return extra;
  }

  /** Ranges to be written whole. */
  List<KeyRange> ranges() {
    return ranges;
  }

  /** The first of the small ranges in which something differs. */
  List<KeyRange> parts() {
    return parts;
  }

  /** How many rows differ that are not remembered. */
  long left() {
    return left.get();
  }

  Comparison comparison(Digest replica) {
    return new Comparison(
        type,
        replica,
        counts.get(Difference.Kind.MISSING).get(),
        counts.get(Difference.Kind.EXTRA).get(),
        counts.get(Difference.Kind.DIFFERENT).get(),
        quarantined.get(),
        listed);
  }
}
