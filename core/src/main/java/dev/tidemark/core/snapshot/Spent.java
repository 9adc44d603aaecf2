package dev.tidemark.core.snapshot;

import java.time.Duration;
import java.time.Instant;

/** Time that has passed by a clock that others may set. */
final class Spent {

  private Spent() {}

  /** None, if the clock was set back. */
  static Duration between(Instant from, Instant to) {
    return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
  }
}
