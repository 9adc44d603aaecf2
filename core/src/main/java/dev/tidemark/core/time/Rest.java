package dev.tidemark.core.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A time in which something is left alone, however the clock is set meanwhile. */
public final class Rest {

  private final AtomicReference<Scheduler.Pending> end = new AtomicReference<>(() -> {});
  private final AtomicReference<Object> current = new AtomicReference<>(this);
  private final Scheduler scheduler;
  private final Runnable over;

  public Rest(Scheduler scheduler) {
    this(scheduler, () -> {});
  }

  /**
   * @param over run when it is over by itself; quick, and does not throw
   */
  public Rest(Scheduler scheduler, Runnable over) {
    this.scheduler = scheduler;
    this.over = over;
  }

  /** Begins; an earlier one is over. */
  public void begin(Duration time) {
    Object begun = new Object();
    current.set(begun);
    end.getAndSet(scheduler.after(time, () -> end(begun))).cancel();
  }

  private void end(Object begun) {
    if (current.compareAndSet(begun, this)) {
      over.run();
    }
  }

  /** Ends before its time. */
  public void end() {
    current.set(this);
    end.get().cancel();
  }

  public boolean isOver() {
    return current.get() == this;
  }
}
