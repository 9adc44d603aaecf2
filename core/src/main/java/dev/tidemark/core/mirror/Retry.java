package dev.tidemark.core.mirror;

import dev.tidemark.core.time.Doubling;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait behind a failure: twice as long each time, and not all at once. */
record Retry(Duration first, Duration longest, RandomGenerator random) {

  /**
   * From half of the wait to the whole of it.
   *
   * @param failures how many there were in a row, 1 or more
   */
  Duration after(int failures) {
    Duration wait = new Doubling(first, longest).after(failures);
    return Duration.ofMillis((long) (wait.toMillis() * (1 + random.nextDouble()) / 2));
  }
}
