package dev.tidemark.core.time;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work on the thread that makes this, so that others can stop it, and why they did. Others use it
 * while the work is done; behind its end they do nothing with it.
 *
 * @param <R> a reason
 */
public final class Stoppable<R> {

  private final AtomicReference<@Nullable Thread> thread =
      new AtomicReference<>(Thread.currentThread());
  private final AtomicReference<@Nullable R> reason = new AtomicReference<>();

  /**
   * Interrupts the work, unless it has ended.
   *
   * @param why the first one counts
   */
  public synchronized void stop(R why) {
    Thread running = thread.get();
    if (running != null) {
      reason.compareAndSet(null, why);
      running.interrupt();
    }
  }

  /** Why the work was stopped, if it was. */
  public Optional<R> reason() {
    return Optional.ofNullable(reason.get());
  }

  /** The work has ended: no interrupt comes from here on, nor is one left behind. */
  public synchronized void land() {
    thread.set(null);
    if (reason.get() != null) {
      Thread.interrupted();
    }
  }
}
