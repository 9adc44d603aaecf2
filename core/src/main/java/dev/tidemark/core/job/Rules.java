package dev.tidemark.core.job;

/** What the terms of a job have to be like. */
final class Rules {

  private Rules() {}

  /**
   * @throws IllegalArgumentException unless it holds, with what was found
   */
  static void check(boolean holds, String expectation, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(expectation + " " + found);
    }
  }
}
