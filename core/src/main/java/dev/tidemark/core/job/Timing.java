package dev.tidemark.core.job;

import java.time.Duration;
import java.time.Instant;

/**
 * When a job is run. A plan is a point in time at a whole multiple of the cadence since 1970, in
 * UTC: with a cadence of an hour, every full hour.
 *
 * @param cadence from one plan to the next; a millisecond or more
 * @param delay how long after its time a plan is run; zero or more
 * @param window plans that are older are not made up for
 * @param atOnce how many plans are run in one go before other work of the pool has its turn; 1 or
 *     more, and only with {@link CatchUp#EVERY_PLAN} more than 1
 */
public record Timing(
    Duration cadence, Duration delay, CatchUp catchUp, Duration window, int atOnce) {

  private static final Duration DAY = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if a time or number is not as told above, or the window
   *     shorter than the cadence
   */
  public Timing {
    Rules.check(cadence.toMillis() > 0, "cadence: expected a millisecond or more, found", cadence);
    Rules.check(!delay.isNegative(), "delay: expected zero or more, found", delay);
    Rules.check(
        window.compareTo(cadence) >= 0,
        "catch-up window: expected the cadence of %s or more, found".formatted(cadence),
        window);
    Rules.check(atOnce > 0, "plans at once: expected 1 or more, found", atOnce);
    Rules.check(
        atOnce == 1 || catchUp == CatchUp.EVERY_PLAN,
        "plans at once: there is one where only the latest counts, found",
        atOnce);
  }

  /**
   * Without delay, the latest plan alone, with a window of a day or one cadence.
   *
   * @throws IllegalArgumentException if the cadence is less than a millisecond
   */
  public static Timing every(Duration cadence) {
    Duration window = cadence.compareTo(DAY) > 0 ? cadence : DAY;
    return new Timing(cadence, Duration.ZERO, CatchUp.LATEST_ONLY, window, 1);
  }

  /**
   * @throws IllegalArgumentException if this is negative
   */
  public Timing delayedBy(Duration time) {
    return new Timing(cadence, time, catchUp, window, atOnce);
  }

  /**
   * The same, and every plan of this window is run, so many in one go.
   *
   * @throws IllegalArgumentException if the window is shorter than the cadence, or the number less
   *     than 1
   */
  public Timing everyPlan(Duration within, int inOneGo) {
    return new Timing(cadence, delay, CatchUp.EVERY_PLAN, within, inOneGo);
  }

  /** The plan whose time is this one, or was the last before it. */
  Instant floor(Instant time) {
    long millis = cadence.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }

  /** The plan behind this one. */
  Instant next(Instant plan) {
    return floor(plan).plusMillis(cadence.toMillis());
  }
}
