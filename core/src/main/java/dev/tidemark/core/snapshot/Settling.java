package dev.tidemark.core.snapshot;

import dev.tidemark.core.time.Rest;
import dev.tidemark.core.time.Scheduler;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says when what moves has rested for long enough, or has waited for long enough. */
final class Settling {

  private final AtomicBoolean waits = new AtomicBoolean();
  private final Rest quiet;
  private final Rest longest;

  /**
   * @param due run when it may be
   */
  Settling(Scheduler scheduler, Runnable due) {
    this.quiet = new Rest(scheduler, due);
    this.longest = new Rest(scheduler, due);
  }

  /** It has moved once more. */
  void moved(PublisherPolicy policy) {
    if (!waits.getAndSet(true)) {
      longest.begin(policy.maxDelay());
    }
    quiet.begin(policy.quietPeriod());
  }

  boolean isOver() {
    return waits.get() && (quiet.isOver() || longest.isOver());
  }

  /** What has moved is seen to. */
  void end() {
    waits.set(false);
    quiet.end();
    longest.end();
  }
}
