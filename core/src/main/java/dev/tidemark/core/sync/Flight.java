package dev.tidemark.core.sync;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.time.Stoppable;
import java.util.function.Function;

/** A cycle that others can stop, and why they did. */
final class Flight {

  private final Stoppable<Function<Throwable, TidemarkException>> work = new Stoppable<>();

  /**
   * Interrupts the cycle.
   *
   * @param why makes what the cycle then fails with; the first one counts
   */
  void stop(Function<Throwable, TidemarkException> why) {
    work.stop(why);
  }

  /** What is told of a failure: why the cycle was stopped, if it was. */
  Throwable told(Throwable failure) {
    return work.reason()
        .filter(why -> failure instanceof CancelledException)
        .<Throwable>map(why -> why.apply(failure))
        .orElse(failure);
  }

  /** No interrupt of this flight comes from here on, nor is one left behind. */
  void land() {
    work.land();
  }
}
