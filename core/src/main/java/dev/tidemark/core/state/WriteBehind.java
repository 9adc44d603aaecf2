package dev.tidemark.core.state;

import dev.tidemark.core.state.StateStatus.Phase;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.core.time.Scheduler.Pending;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes the weak tier by itself: looks once a second whether it is time, and after a failure waits
 * longer each time, however long the interval is. Safe for use by many threads.
 */
final class WriteBehind {

  static final Duration EVERY = Duration.ofSeconds(1);

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
  private final AtomicReference<@Nullable Pending> next = new AtomicReference<>();
  private final WeakTier tier;
  private final Scheduler scheduler;
  private final Executor worker;

  WriteBehind(WeakTier tier, Scheduler scheduler, Executor worker) {
    this.tier = tier;
    this.scheduler = scheduler;
    this.worker = worker;
  }

  Phase phase() {
    return phase.get();
  }

  /**
   * @return false if it runs already; nothing is begun then
   * @throws IllegalStateException if it was stopped
   */
  boolean start() {
    if (phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
      lookLater(EVERY);
      return true;
    }
    if (phase.get() == Phase.STOPPED) {
      throw new IllegalStateException("start the state: it was stopped");
    }
    return false;
  }

  void stop() {
    phase.set(Phase.STOPPED);
    Pending pending = next.getAndSet(null);
    if (pending != null) {
      pending.cancel();
    }
    tier.flushForGood();
  }

  private void lookLater(Duration wait) {
    if (phase.get() == Phase.RUNNING) {
      next.set(scheduler.after(wait, this::handOver));
    }
  }

  /** The scheduler's thread must not wait for a store. */
  private void handOver() {
    try {
      worker.execute(this::look);
    } catch (RejectedExecutionException e) {
      lookLater(EVERY);
    }
  }

  private void look() {
    try {
      if (phase.get() == Phase.RUNNING) {
        tier.flushIfDue();
      }
    } finally {
      int failures = tier.progress().failures();
      lookLater(failures > 0 ? WeakTier.RETRIES.after(failures) : EVERY);
    }
  }
}
