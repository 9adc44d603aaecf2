package dev.tidemark.core.mirror;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait behind a failure: twice as long each time, and not all at once. */
record Retry(Duration first, Duration longest, RandomGenerator random) {

  private static final int DOUBLINGS = 20;

  /**
   * From half of the wait to the whole of it.
   *
   * @param failures how many there were in a row, 1 or more
   */
  Duration after(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    Duration wait = doubled.compareTo(longest) > 0 ? longest : doubled;
    return Duration.ofMillis((long) (wait.toMillis() * (1 + random.nextDouble()) / 2));
  }
}
