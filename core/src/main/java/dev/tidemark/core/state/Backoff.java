package dev.tidemark.core.state;

import java.time.Duration;

/** How long to wait before a flush that failed is tried again: twice as long each time. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 6;

  private Backoff() {}

  /**
   * @param failures how many failed in a row, 1 or more
   */
  static Duration after(int failures) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
