package dev.tidemark.core.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The waits between the attempts at one cycle. */
final class Ladder {

  private final SchedulePolicy policy;
  private final Jitter jitter;

  Ladder(SchedulePolicy policy, Jitter jitter) {
    this.policy = policy;
    this.jitter = jitter;
  }

  /** How long to wait behind the attempt of this number; empty if it was the last. */
  Optional<Duration> waitAfter(int attempt) {
    List<Duration> waits = policy.retries();
    if (attempt > waits.size()) {
      return Optional.empty();
    }
    Duration wait = waits.get(attempt - 1);
    return Optional.of(wait.plus(jitter.of(wait, policy.jitter())));
  }
}
