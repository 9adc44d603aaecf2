package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.Verdict;

/**
 * How a push ended.
 *
 * @param bytes of payload that went out, as they were on the wire
 */
public record Delivery(Verdict verdict, Way way, long bytes) {

  /** What was sent. */
  public enum Way {
    /** A greeting alone. */
    NOTHING,
    /** The whole file, or what of it was missing. */
    WHOLE,
    /** What differs from an older one. */
    DELTA
  }
}
