package dev.tidemark.core.time;

import java.time.Duration;

/** Waits that double with each failure in a row, up to a longest one. */
public record Doubling(Duration first, Duration longest) {

  private static final int DOUBLINGS = 20;

  /**
   * @param failures how many there were in a row, 1 or more
   */
  public Duration after(int failures) {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
