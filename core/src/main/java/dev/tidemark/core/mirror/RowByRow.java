package dev.tidemark.core.mirror;

import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compares the rows of small ranges one by one.
 *
 * <p>A difference counts if its key has not changed since the place where the mirror was before its
 * rows were read: whatever moves meanwhile is in the feed, and no difference. Nor is a row that was
 * known to be refused before they were read, or is now.
 */
final class RowByRow {

  private static final int AT_ONCE = 1_000;
  private static final int FEWER = 8;

  private final AtomicInteger atOnce = new AtomicInteger(AT_ONCE);
  private final Work work;
  private final EntityType type;
  private final MirrorRows mirror;
  private final Findings findings;
  private final FeedPlace place;
  private final LatestState latest;
  private final Runnable between;

  RowByRow(Work work, Findings findings, Runnable between) {
    this.work = work;
    this.type = findings.type();
    this.mirror = work.target().rows(type);
    this.findings = findings;
    this.place = new FeedPlace(work.ports().feed());
    this.latest = new LatestState(work);
    this.between = between;
  }

  /** In parts, where the mirror has many more rows than the replica. */
  void compare(KeyRange range) {
    Optional<KeyRange> left = comparePart(range);
    while (left.isPresent()) {
      between.run();
      left = comparePart(left.get());
    }
  }

  /** Gives what is left to compare. */
  private Optional<KeyRange> comparePart(KeyRange range) {
    work.goOn();
    Bookmark before = bookmark();
    Set<RowKey> refused = latest.refused(type);
    List<Fingerprint> theirs = fingerprints(range);
    Optional<RowKey> cut =
        theirs.size() < atOnce.get()
            ? Optional.empty()
            : Optional.of(theirs.get(theirs.size() - 1).key());
    KeyRange part = cut.map(range::upTo).orElse(range);
    Map<RowKey, Difference> differences = differences(part, theirs);
    new Explained(work.ports().feed()).remove(type, differences.keySet(), before.position());
    if (!differences.isEmpty() && hasForgotten(before)) {
      return Optional.of(range);
    }
    refused.addAll(differences.isEmpty() ? Set.of() : latest.refused(type));
    refused.stream()
        .filter(key -> differences.remove(key) != null)
        .forEach(key -> findings.quarantined());
    findings.add(part, List.copyOf(differences.values()));
    return cut.map(range::after);
  }

  /** Fewer at once, down to one, where so many take too long. */
  private List<Fingerprint> fingerprints(KeyRange range) {
    while (true) {
      try {
        return mirror.fingerprints(range, atOnce.get());
      } catch (TimedOutException tooMany) {
        if (atOnce.get() == 1) {
          throw tooMany;
        }
        atOnce.set(Math.max(1, atOnce.get() / FEWER));
        work.goOn();
      }
    }
  }

  private Bookmark bookmark() {
    return work.target().bookmark().orElse(Bookmark.START);
  }

  /** Whether the feed was pruned behind a mirror that went on, and with it what explains. */
  private boolean hasForgotten(Bookmark before) {
    return !place.has(before) && !bookmark().equals(before);
  }

  private Map<RowKey, Difference> differences(KeyRange part, List<Fingerprint> theirs) {
    Map<RowKey, Long> left = new LinkedHashMap<>();
    theirs.forEach(row -> left.put(row.key(), row.hash()));
    List<Difference> differences = new ArrayList<>();
    SourceRange ours = SourceRange.read(work.reader(), type, part, Integer.MAX_VALUE);
    for (Fingerprint row : ours.rows()) {
      Long hash = left.remove(row.key());
      if (hash == null) {
        differences.add(new Difference(type, row.key(), Difference.Kind.MISSING));
      } else if (hash != row.hash()) {
        differences.add(new Difference(type, row.key(), Difference.Kind.DIFFERENT));
      }
    }
    left.keySet().forEach(key -> differences.add(new Difference(type, key, Difference.Kind.EXTRA)));
    Map<RowKey, Difference> byKey = new LinkedHashMap<>();
    differences.forEach(each -> byKey.put(each.key(), each));
    return byKey;
  }
}
