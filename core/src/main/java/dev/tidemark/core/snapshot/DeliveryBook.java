package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.WeakTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * How delivery to each target stands. Nothing waits for it: what cannot be written down is told,
 * and not known later, which costs a greeting. Safe for use by many threads.
 */
final class DeliveryBook {

  private final WeakTable<DeliveryRow> table;
  private final AtomicBoolean isBroken = new AtomicBoolean();
  private final Clock clock;
  private final BiConsumer<String, Throwable> broken;

  /**
   * @param broken hears of which snapshot something could not be written down, and why; once until
   *     it could be
   */
  DeliveryBook(StateEngine state, Clock clock, BiConsumer<String, Throwable> broken) {
    this.table = state.weak(Codec.records(SnapshotTypes.DELIVERY, DeliveryRow.class));
    this.clock = clock;
    this.broken = broken;
  }

  /**
   * Blank if the target of this name was elsewhere when something was written down.
   *
   * @throws dev.tidemark.core.StorageException if it cannot be read
   */
  DeliveryRow of(Target target) {
    return known(target, table.get(key(target)));
  }

  private static DeliveryRow known(Target target, Optional<DeliveryRow> row) {
    return row.filter(each -> each.isOf(target)).orElseGet(() -> DeliveryRow.blank(target));
  }

  /** Whether a target has said that it has this; not, if that cannot be read. */
  boolean isAt(Target target, SnapshotManifest manifest) {
    return tried(target.snapshot(), () -> of(target).has(manifest));
  }

  /** Whether a target has said that it has this content; not, if that cannot be read. */
  boolean hasContent(Target target, SnapshotManifest manifest) {
    return tried(target.snapshot(), () -> of(target).hasContent(manifest));
  }

  /** What a target has is this, though it was not asked. */
  void has(Target target, SnapshotManifest manifest) {
    if (!isAt(target, manifest)) {
      Delivery known = new Delivery(Verdict.of(Verdict.Code.ALREADY_HAVE), Delivery.Way.NOTHING, 0);
      update(
          target,
          row ->
              row.wanting(manifest.version())
                  .ended(known, Duration.ZERO, clock.instant())
                  .acknowledging(manifest));
    }
  }

  /** A target is to have this. */
  void wants(Target target, SnapshotVersion version) {
    if (!tried(target.snapshot(), () -> of(target).wants(version))) {
      update(target, row -> row.wanting(version));
    }
  }

  /** A target has this. */
  void acknowledged(Target target, SnapshotManifest manifest, Delivery delivery, Duration took) {
    Instant now = clock.instant();
    update(target, row -> row.ended(delivery, took, now).acknowledging(manifest));
  }

  /** A target does not take this. */
  void rejected(Target target, Delivery delivery, Duration took, Attempt failed) {
    Instant now = clock.instant();
    update(target, row -> row.ended(delivery, took, now).failing(failed, now));
  }

  /** A target has said nothing. */
  void failed(Target target, Attempt failed) {
    Instant now = clock.instant();
    update(target, row -> row.failing(failed, now));
  }

  /**
   * An attempt that failed.
   *
   * @param attempts how many in a row have
   * @param next how long until the next one, if there is to be one
   */
  record Attempt(int attempts, String error, Optional<Duration> next) {}

  /** Forgets the targets of a snapshot that have other names. */
  void keep(String snapshot, Set<String> names) {
    tried(snapshot, () -> kept(snapshot, names));
  }

  private boolean kept(String snapshot, Set<String> names) {
    List<RowKey> gone = new ArrayList<>();
    table.forEach(
        row -> {
          if (row.snapshot().equals(snapshot) && !names.contains(row.target())) {
            gone.add(RowKey.of(row.snapshot(), row.target()));
          }
        });
    gone.forEach(table::remove);
    return true;
  }

  private void update(Target target, UnaryOperator<DeliveryRow> change) {
    tried(
        target.snapshot(),
        () -> {
          table.update(key(target), row -> Optional.of(change.apply(known(target, row))));
          return true;
        });
  }

  private boolean tried(String snapshot, BooleanSupplier work) {
    try {
      boolean result = work.getAsBoolean();
      isBroken.set(false);
      return result;
    } catch (RuntimeException failure) {
      if (!isBroken.getAndSet(true)) {
        broken.accept(snapshot, failure);
      }
      return false;
    }
  }

  private static RowKey key(Target target) {
    return RowKey.of(target.snapshot(), target.name());
  }
}
