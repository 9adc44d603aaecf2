package dev.tidemark.core.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** Random delays, so that many copies of one upstream do not knock at once. */
final class Jitter {

  private final AtomicReference<Drawn> drawn = new AtomicReference<>(new Drawn(Instant.MIN, 0));
  private final RandomGenerator random;

  Jitter(RandomGenerator random) {
    this.random = random;
  }

  /** From nothing to the share of this wait, in whole milliseconds. */
  Duration of(Duration wait, double share) {
    return part(wait, share, random.nextDouble());
  }

  /**
   * The same part again for as long as the anchor is the same: a time that is told is kept, or
   * moved as far as the wait is.
   */
  Duration of(Duration wait, double share, Instant anchor) {
    return part(wait, share, drawnFor(anchor).part());
  }

  private Drawn drawnFor(Instant anchor) {
    return drawn.updateAndGet(
        before -> before.anchor().equals(anchor) ? before : new Drawn(anchor, random.nextDouble()));
  }

  private static Duration part(Duration wait, double share, double part) {
    return Duration.ofMillis((long) (part * share * wait.toMillis()));
  }

  /**
   * @param part from 0 to 1
   */
  private record Drawn(Instant anchor, double part) {}
}
