package dev.tidemark.core.job;

import java.time.Duration;

/**
 * How long a run may take, and for how long it is believed to be alive. Whoever runs it says so
 * with each heartbeat; the time that a run may take has nothing to do with it.
 *
 * @param runTimeout the handler is interrupted after this time
 * @param staleTimeout a run is given up when nothing was heard of it for this time; at least two
 *     heartbeats, so that one may fail
 * @param heartbeat how often is told that it runs
 * @param reentrant whether a run that was given up may be run again by itself; otherwise it waits
 *     for a person, and no plan of the job and scope is run before that
 */
public record Lease(
    Duration runTimeout, Duration staleTimeout, Duration heartbeat, boolean reentrant) {

  /** What is right for work of some seconds or minutes that can be repeated. */
  public static final Lease DEFAULTS =
      new Lease(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofSeconds(30), true);

  /**
   * @throws IllegalArgumentException if a time is not above zero, or there are less than two
   *     heartbeats to the stale timeout
   */
  public Lease {
    Rules.check(isTime(runTimeout), "run timeout: expected more than zero, found", runTimeout);
    Rules.check(isTime(heartbeat), "heartbeat: expected more than zero, found", heartbeat);
    Rules.check(
        staleTimeout.compareTo(heartbeat.multipliedBy(2)) >= 0,
        "stale timeout: expected two heartbeats of %s or more, found".formatted(heartbeat),
        staleTimeout);
  }

  private static boolean isTime(Duration time) {
    return !time.isNegative() && !time.isZero();
  }

  /**
   * @throws IllegalArgumentException if this is not above zero
   */
  public Lease runsAtMost(Duration time) {
    return new Lease(time, staleTimeout, heartbeat, reentrant);
  }

  /** The same, and what was given up waits for a person. */
  public Lease notReentrant() {
    return new Lease(runTimeout, staleTimeout, heartbeat, false);
  }
}
