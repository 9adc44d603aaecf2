package dev.tidemark.core.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** Random delays, so that many copies of one upstream do not knock at once. */
final class Jitter {

  private final AtomicReference<Drawn> drawn =
      new AtomicReference<>(new Drawn(Instant.MIN, Duration.ZERO));
  private final double share;
  private final RandomGenerator random;

  Jitter(double share, RandomGenerator random) {
    this.share = share;
    this.random = random;
  }

  /** From nothing to the share of this wait, in whole milliseconds. */
  Duration of(Duration wait) {
    return Duration.ofMillis((long) (random.nextDouble() * share * wait.toMillis()));
  }

  /** The same again for as long as the anchor is the same: a time that is told is kept. */
  Duration of(Duration wait, Instant anchor) {
    return drawn
        .updateAndGet(
            before -> before.anchor().equals(anchor) ? before : new Drawn(anchor, of(wait)))
        .offset();
  }

  private record Drawn(Instant anchor, Duration offset) {}
}
