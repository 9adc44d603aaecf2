package dev.tidemark.core.snapshot;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.time.Stoppable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Work that blocks threads, which others may interrupt. Safe for use by many threads. */
final class Flights {

  /** Why somebody is interrupted. */
  enum Stop {
    /** It takes too long. */
    TIMEOUT,
    /** It is of no use any more, or not for this process to do. */
    CALLED_OFF
  }

  private final Set<Stoppable<Stop>> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Does the work on this thread; {@link #callOff} reaches it from its begin on.
   *
   * @throws CancelledException if nothing is to be begun any more
   */
  <T> T run(Function<Stoppable<Stop>, T> work) {
    Stoppable<Stop> flight = new Stoppable<>();
    running.add(flight);
    try {
      if (ended.get()) {
        throw new CancelledException("work on snapshots: stopped");
      }
      return work.apply(flight);
    } finally {
      running.remove(flight);
      flight.land();
    }
  }

  /** Interrupts whoever works. */
  void callOff() {
    running.forEach(flight -> flight.stop(Stop.CALLED_OFF));
  }

  /** Interrupts whoever works, and nobody begins any more. */
  void end() {
    ended.set(true);
    callOff();
  }

  boolean isBusy() {
    return !running.isEmpty();
  }
}
