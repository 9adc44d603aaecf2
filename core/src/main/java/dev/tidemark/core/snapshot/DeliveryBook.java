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
import java.util.function.UnaryOperator;

/** How delivery to each target stands. Safe for use by many threads. */
final class DeliveryBook {

  private final WeakTable<DeliveryRow> table;
  private final Clock clock;

  DeliveryBook(StateEngine state, Clock clock) {
    this.table = state.weak(Codec.records(SnapshotTypes.DELIVERY, DeliveryRow.class));
    this.clock = clock;
  }

  DeliveryRow of(Target target) {
    return table.get(key(target)).orElseGet(() -> DeliveryRow.blank(target));
  }

  /** A target is to have this. */
  void wants(Target target, SnapshotVersion version) {
    if (!of(target).wants(version)) {
      update(target, row -> row.wanting(version));
    }
  }

  /** A target has this. */
  void acknowledged(Target target, SnapshotManifest manifest, Delivery delivery, Duration took) {
    Instant now = clock.instant();
    update(target, row -> row.ended(delivery, took, now).acknowledging(manifest));
  }

  /** A target does not take this. */
  void rejected(Target target, Delivery delivery, Duration took, Failed failed) {
    Instant now = clock.instant();
    update(target, row -> row.ended(delivery, took, now).failing(failed, now));
  }

  /** A target has said nothing. */
  void failed(Target target, Failed failed) {
    Instant now = clock.instant();
    update(target, row -> row.failing(failed, now));
  }

  /**
   * An attempt that failed.
   *
   * @param attempts how many in a row have
   * @param next how long until the next one, if there is to be one
   */
  record Failed(int attempts, String error, Optional<Duration> next) {}

  /** Forgets the targets of a snapshot that have other names. */
  void keep(String snapshot, Set<String> names) {
    List<RowKey> gone = new ArrayList<>();
    table.forEach(
        row -> {
          if (row.snapshot().equals(snapshot) && !names.contains(row.target())) {
            gone.add(RowKey.of(row.snapshot(), row.target()));
          }
        });
    gone.forEach(table::remove);
  }

  /** Whatever the target of this name has said, it is another one now. */
  void forget(Target target) {
    table.remove(key(target));
  }

  private void update(Target target, UnaryOperator<DeliveryRow> change) {
    table.update(
        key(target),
        row -> Optional.of(change.apply(row.orElseGet(() -> DeliveryRow.blank(target)))));
  }

  private static RowKey key(Target target) {
    return RowKey.of(target.snapshot(), target.name());
  }
}
