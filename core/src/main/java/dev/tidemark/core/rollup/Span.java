package dev.tidemark.core.rollup;

import java.time.Instant;

/**
 * A stretch of time, from its beginning until before its end. Those of rollups fit their buckets.
 */
public record Span(Instant from, Instant to) {

  public Span {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("expected a beginning before " + to + ", found " + from);
    }
  }

  public boolean isEmpty() {
    return from.equals(to);
  }

  /** Whether all of the other is in this one. */
  public boolean covers(Span other) {
    return !from.isAfter(other.from) && !to.isBefore(other.to);
  }

  @Override
  public String toString() {
    return isEmpty() ? "nothing" : from + " to " + to;
  }
}
