package dev.tidemark.core.mirror;

import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A time in which something is left alone, however the clock is set meanwhile. */
final class Rest {

  private final AtomicReference<Scheduler.Pending> end = new AtomicReference<>(() -> {});
  private final AtomicReference<Object> current = new AtomicReference<>(this);
  private final Scheduler scheduler;

  Rest(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Begins; an earlier one is over. */
  void begin(Duration time) {
    Object begun = new Object();
    current.set(begun);
    end.getAndSet(scheduler.after(time, () -> current.compareAndSet(begun, this))).cancel();
  }

  /** Ends before its time. */
  void end() {
    current.set(this);
    end.get().cancel();
  }

  boolean isOver() {
    return current.get() == this;
  }
}
