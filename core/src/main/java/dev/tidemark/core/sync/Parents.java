package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches the parents that staged or parked rows need and nobody has, and their parents in turn,
 * within the policy's requests and time. They are fetched out of band, so they move no cursor.
 */
final class Parents {

  private final Cycle cycle;
  private final Fetching fetching;
  private final Staging staging;
  private final SyncPolicy policy;
  private final Clock clock;
  private final Listener listener;
  private final AtomicInteger requests = new AtomicInteger();

  Parents(
      Cycle cycle,
      Fetching fetching,
      Staging staging,
      SyncPolicy policy,
      Clock clock,
      Listener listener) {
    this.cycle = cycle;
    this.fetching = fetching;
    this.staging = staging;
    this.policy = policy;
    this.clock = clock;
    this.listener = listener;
  }

  void complete() {
    Instant deadline = clock.instant().plus(policy.parents().time());
    List<MissingParents> missing = missing();
    while (!missing.isEmpty() && mayAsk(deadline)) {
      for (MissingParents each : missing) {
        fetchBatches(each, deadline);
      }
      missing = missing();
    }
    if (policy.parents().requests() > 0) {
      missing.forEach(
          each -> listener.on(new SyncEvent.ParentsGivenUp(each.type(), each.keys().size())));
    }
  }

  private boolean mayAsk(Instant deadline) {
    return requests.get() < policy.parents().requests() && clock.instant().isBefore(deadline);
  }

  /** A full cycle asks again for what an earlier one did not get. */
  private List<MissingParents> missing() {
    return staging.missingParents(
        cycle.mode() == Mode.FULL,
        policy.parents().batch() * Math.max(1, policy.parents().requests()));
  }

  private void fetchBatches(MissingParents missing, Instant deadline) {
    List<RowKey> keys = missing.keys();
    for (int from = 0; from < keys.size(); from += policy.parents().batch()) {
      if (!mayAsk(deadline)) {
        return;
      }
      fetch(
          missing.type(),
          keys.subList(from, Math.min(keys.size(), from + policy.parents().batch())));
    }
  }

  private void fetch(EntityType type, List<RowKey> keys) {
    requests.incrementAndGet();
    Set<RowKey> unanswered = new HashSet<>(keys);
    fetching.fetch(new Fetch.ByKey(type, keys), row -> unanswered.remove(row.key()));
    staging.unanswered(type, keys.stream().filter(unanswered::contains).toList());
  }
}
