package dev.tidemark.core.state.spi;

import java.time.Instant;

/**
 * The last flush that a store remembers.
 *
 * @param number its number
 * @param at when it was written, to the millisecond
 */
public record LastFlush(long number, Instant at) {

  /** Of a store that nothing was flushed to. */
  public static final LastFlush NONE = new LastFlush(0, Instant.EPOCH);
}
