package dev.tidemark.core.state;

import java.time.Duration;

/**
 * When the weak tier is written. Asked anew at every look, so it may change at any time.
 *
 * @param threshold dirty keys from which on it is written at the next look; 0 for any
 * @param interval age of the oldest mark from which on it is written however few there are
 * @param ceiling rows in one transaction; more are written in several, each of which leaves parents
 *     for all children
 */
public record FlushPolicy(long threshold, Duration interval, int ceiling) {

  /** Rows in one transaction unless told otherwise: some tens of megabytes of heap. */
  public static final int CEILING = 100_000;

  /** A thousand keys, or a minute. */
  public static final FlushPolicy DEFAULTS = of(1_000, Duration.ofMinutes(1));

  public FlushPolicy {
    if (threshold < 0 || interval.isNegative() || ceiling < 1) {
      throw new IllegalArgumentException(
          "expected a threshold and an interval of 0 or more and a ceiling of 1 or more, found %d, %s and %d"
              .formatted(threshold, interval, ceiling));
    }
  }

  public static FlushPolicy of(long threshold, Duration interval) {
    return new FlushPolicy(threshold, interval, CEILING);
  }
}
