package dev.tidemark.core.job;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How often a plan that fails is tried. Where only the latest plan counts, a newer one takes over
 * when the wait is over, and counts on: the waits grow however short the cadence is.
 *
 * @param max attempts in all; 1 or more
 * @param backoffs waits behind the first attempt, the second and so on, zero or more; the last
 *     stands for all that follow; one at least, unless there is one attempt alone
 */
public record Attempts(int max, List<Duration> backoffs) {

  /** Three, a minute and five minutes apart. */
  public static final Attempts DEFAULTS =
      new Attempts(3, List.of(Duration.ofMinutes(1), Duration.ofMinutes(5)));

  /** One, and then the next plan. */
  public static final Attempts ONE = new Attempts(1, List.of());

  /**
   * @throws IllegalArgumentException if a number or wait is not as told above
   */
  public Attempts {
    backoffs = List.copyOf(backoffs);
    Rules.check(max >= 1, "attempts: expected 1 or more, found", max);
    Rules.check(
        max == 1 || !backoffs.isEmpty(), "backoffs: expected one for each retry, found", backoffs);
    Rules.check(
        backoffs.stream().noneMatch(Duration::isNegative),
        "backoffs: expected zero or more, found",
        backoffs);
  }

  /** Whether there may be another one behind this. */
  boolean areLeft(JobRun run) {
    return run.attempt() < max;
  }

  /** How long to wait behind this attempt, the first being 1. */
  Duration after(int attempt) {
    return backoffs.get(Math.min(attempt, backoffs.size()) - 1);
  }

  Duration longest() {
    return backoffs.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }
}
