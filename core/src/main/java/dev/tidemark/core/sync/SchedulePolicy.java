package dev.tidemark.core.sync;

import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.util.List;

/**
 * When cycles run by themselves.
 *
 * @param mode what is asked for; more may be due
 * @param interval from the end of one cycle to the start of the next
 * @param retries how long to wait before each further attempt at a cycle that failed in passing
 * @param jitter how much later a cycle may start, as a random share of the interval, so that many
 *     copies of one upstream do not knock at once; retries too, of their own wait
 */
public record SchedulePolicy(Mode mode, Duration interval, List<Duration> retries, double jitter) {

  public SchedulePolicy {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("expected an interval above 0, found " + interval);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("expected a jitter between 0 and 1, found " + jitter);
    }
    retries = List.copyOf(retries);
  }

  /** Incremental cycles, retried after 30 seconds, 2 and 8 minutes; up to a tenth later. */
  public static SchedulePolicy every(Duration interval) {
    return new SchedulePolicy(
        Mode.INCREMENTAL,
        interval,
        List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(8)),
        0.1);
  }

  public SchedulePolicy withMode(Mode other) {
    return new SchedulePolicy(other, interval, retries, jitter);
  }
}
