package dev.tidemark.core.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait behind a failure: twice as long each time, and not all at once. */
public record Retry(Duration first, Duration longest, RandomGenerator random) {

  /**
   * From half of the wait to the whole of it.
   *
   * @param failures how many there were in a row, 1 or more
   */
  public Duration after(int failures) {
    Duration wait = new Doubling(first, longest).after(failures);
    return Duration.ofMillis((long) (wait.toMillis() * (1 + random.nextDouble()) / 2));
  }
}
