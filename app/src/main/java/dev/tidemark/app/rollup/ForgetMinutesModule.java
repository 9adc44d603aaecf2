package dev.tidemark.app.rollup;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.state.StateEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Adds the {@link Job} {@code forget-minutes}: once an hour, minutes that were over two days ago
 * are forgotten, whose requests the rollup of requests keeps for good. Nothing is forgotten before
 * it is complete and its triggers are known to be there.
 */
public final class ForgetMinutesModule extends AbstractModule {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration KEPT = Duration.ofDays(2);

  @ProvidesIntoSet
  Job forgetMinutes(Rollups rollups, StateEngine state, Clock clock) {
    return Job.every(HOUR, "forget-minutes", run -> forget(rollups, state, clock));
  }

  private static JobResult forget(Rollups rollups, StateEngine state, Clock clock) {
    Rollup requests = rollups.named(ShippedRollups.REQUESTS).get(0);
    return inTheWay(requests)
        .map(reason -> new JobResult(0, reason))
        .orElseGet(
            () ->
                JobResult.of(
                    new ApiMinutes(state, clock).forgetBefore(clock.instant().minus(KEPT))));
  }

  /**
   * Why nothing may be forgotten now; empty if something may. What a tick leaves is as it should
   * be: it makes triggers that are not there first.
   *
   * @throws StorageException with the reason of a tick that failed
   */
  private static Optional<Map<String, String>> inTheWay(Rollup requests) {
    Tick tick = requests.tick();
    if (tick instanceof Tick.Failed failed) {
      throw new StorageException(failed.reason(), true);
    }
    if (tick instanceof Tick.LockBusy busy) {
      return Optional.of(
          Map.of("busy", "%s is at it until %s at least".formatted(busy.holder(), busy.until())));
    }
    return requests.standing().isComplete()
        ? Optional.empty()
        : Optional.of(Map.of("not yet", "the rollup of requests is not complete"));
  }
}
