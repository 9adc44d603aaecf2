package dev.tidemark.app.sample;

/** What a sample upstream serves, one state after the other. Safe for use by many threads. */
public interface SampleData {

  /** The present state: immutable, consistent over all its types. */
  SampleState state();

  /**
   * Moves the upstream on to its next state.
   *
   * @return false when there is no next state; the present one then stays
   */
  boolean advance();
}
