package dev.tidemark.core.sync;

import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Has somebody look when it is time, on a thread of the scheduler's, one look at a time. A look
 * says when the next one is to be made, or that none is.
 */
final class Looks {

  private final AtomicReference<Scheduler.Pending> next = new AtomicReference<>(() -> {});
  private final AtomicInteger wanted = new AtomicInteger();
  private final Scheduler scheduler;
  private final Supplier<Optional<Duration>> look;

  Looks(Scheduler scheduler, Supplier<Optional<Duration>> look) {
    this.scheduler = scheduler;
    this.look = look;
  }

  /** The one that is to be made later is still made, too. */
  void askForOne() {
    scheduler.after(Duration.ZERO, this::make);
  }

  void end() {
    next.get().cancel();
  }

  /** What is asked for while a look is made may have come too late for it, so there is another. */
  private void make() {
    if (wanted.getAndIncrement() > 0) {
      return;
    }
    int made = 1;
    do {
      look.get().ifPresent(this::later);
      made = wanted.addAndGet(-made);
    } while (made > 0);
  }

  private void later(Duration wait) {
    next.getAndSet(scheduler.after(wait, this::make)).cancel();
  }
}
