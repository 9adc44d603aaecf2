package dev.tidemark.core.sync;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TidemarkException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a cycle runs on, so that others can stop it, and why they did. Others use it
 * while the cycle runs; behind its end it does nothing.
 */
final class Flight {

  private final AtomicReference<@Nullable Thread> thread =
      new AtomicReference<>(Thread.currentThread());
  private final AtomicReference<@Nullable Function<Throwable, TidemarkException>> reason =
      new AtomicReference<>();

  /**
   * Interrupts the cycle.
   *
   * @param why makes what the cycle then fails with; the first one counts
   */
  synchronized void stop(Function<Throwable, TidemarkException> why) {
    Thread running = thread.get();
    if (running != null) {
      reason.compareAndSet(null, why);
      running.interrupt();
    }
  }

  /** What is told of a failure: why the cycle was stopped, if it was. */
  Throwable told(Throwable failure) {
    Function<Throwable, TidemarkException> why = reason.get();
    return why != null && failure instanceof CancelledException ? why.apply(failure) : failure;
  }

  /** No interrupt of this flight comes from here on, nor is one left behind. */
  synchronized void land() {
    thread.set(null);
    if (reason.get() != null) {
      Thread.interrupted();
    }
  }
}
