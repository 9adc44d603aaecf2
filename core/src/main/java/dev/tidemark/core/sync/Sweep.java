package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Vanishing;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rows that vanished upstream without a tombstone: stored, live, and neither in the whole
 * list nor in the window behind it. Absence proves nothing, so each is asked for by its key.
 */
final class Sweep {

  private final Cycle cycle;
  private final ByKey byKey;
  private final Staging staging;
  private final SyncPolicy.Sweep limits;
  private final Listener listener;

  Sweep(Cycle cycle, ByKey byKey, Staging staging, SyncPolicy.Sweep limits, Listener listener) {
    this.cycle = cycle;
    this.byKey = byKey;
    this.staging = staging;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * @param lists the types that have been read whole, and the version up to which each list can be
   *     relied on; empty for a list that is not old
   */
  void run(Map<EntityType, Optional<Instant>> lists, LiveRows stored) {
    if (byKey.isOn()) {
      lists.forEach((type, upTo) -> sweep(type, upTo, stored));
    }
  }

  private void sweep(EntityType type, Optional<Instant> upTo, LiveRows stored) {
    Vanishing missing = staging.vanishing(type, upTo, byKey.most());
    if (missing.count() == 0) {
      return;
    }
    long live = stored.of(type);
    if (type.key().size() > 1) {
      refuse(type, missing, live, "rows with a key of several fields cannot be asked for");
    } else if (missing.count() > limits.rows() && !cycle.trusting()) {
      refuse(type, missing, live, "more than " + limits.rows() + " rows are missing");
    } else {
      ask(type, missing, live);
    }
  }

  private void ask(EntityType type, Vanishing missing, long live) {
    ByKey.Asked asked = byKey.ask(type, missing.keys());
    long vanished = asked.unknown().size();
    if (!limits.allows(vanished, live) && !cycle.trusting()) {
      refuse(
          type,
          missing,
          live,
          "%d of %d are unknown upstream, more than %.0f %%"
              .formatted(vanished, live, limits.share() * 100));
      return;
    }
    staging.vanished(type, asked.unknown());
    listener.on(new SyncEvent.Swept(type, missing.count(), asked.keys().size(), vanished));
  }

  private void refuse(EntityType type, Vanishing missing, long live, String why) {
    listener.on(new SyncEvent.SweepRefused(type, missing.count(), live, why));
  }
}
