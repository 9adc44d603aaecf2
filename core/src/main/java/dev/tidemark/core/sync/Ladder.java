package dev.tidemark.core.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The waits between the attempts at one cycle. */
final class Ladder {

  private final List<Duration> waits;
  private final Jitter jitter;

  Ladder(List<Duration> waits, Jitter jitter) {
    this.waits = waits;
    this.jitter = jitter;
  }

  /** How long to wait behind the attempt of this number; empty if it was the last. */
  Optional<Duration> waitAfter(int attempt) {
    if (attempt > waits.size()) {
      return Optional.empty();
    }
    Duration wait = waits.get(attempt - 1);
    return Optional.of(wait.plus(jitter.of(wait)));
  }
}
