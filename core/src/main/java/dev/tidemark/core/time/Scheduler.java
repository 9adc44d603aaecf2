package dev.tidemark.core.time;

import java.time.Duration;

/** Runs things later. Safe for use by many threads. */
@FunctionalInterface
public interface Scheduler {

  /**
   * Runs the task once after this much time, on a thread of the scheduler's and never on the
   * caller's. The time is elapsed time: setting the clock does not change it. The task is quick and
   * does not block.
   */
  Pending after(Duration delay, Runnable task);

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Pending {

    /** Forgets the task, if it has not begun; idempotent. */
    void cancel();
  }
}
