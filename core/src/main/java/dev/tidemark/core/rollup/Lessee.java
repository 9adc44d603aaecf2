package dev.tidemark.core.rollup;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Works under a lease, says meanwhile that it goes on, and ends at once when it has lost it.
 *
 * @param holder who it is, for others
 * @param helpers say that it goes on, since schedulers must not block
 */
record Lessee(String holder, Duration length, Scheduler scheduler, Executor helpers) {

  private static final int RENEWALS = 3;

  /**
   * Runs the work with a lease of one's own.
   *
   * @param busy what is to be said if somebody else has it
   * @throws FencedException if it was lost meanwhile
   */
  <T> T with(RollupLeases leases, Function<Lease, T> work, Function<Acquired.Busy, T> busy) {
    Acquired acquired = leases.acquire(holder, length);
    if (acquired instanceof Acquired.Busy other) {
      return busy.apply(other);
    }
    Lease lease = ((Acquired.Mine) acquired).lease();
    Held held = new Held(this, leases, lease, Thread.currentThread());
    held.renewLater();
    try {
      return held.run(work);
    } finally {
      held.end();
    }
  }

  /** One lease while it is worked with. */
  private static final class Held {

    private enum State {
      WORKING,
      LOST,
      ENDED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
    private final AtomicReference<Scheduler.Pending> next = new AtomicReference<>(() -> {});
    private final Lessee lessee;
    private final RollupLeases leases;
    private final Lease lease;
    private final Thread worker;

    Held(Lessee lessee, RollupLeases leases, Lease lease, Thread worker) {
      this.lessee = lessee;
      this.leases = leases;
      this.lease = lease;
      this.worker = worker;
    }

    <T> T run(Function<Lease, T> work) {
      try {
        return work.apply(lease);
      } catch (CancelledException stopped) {
        if (state.get() == State.LOST) {
          throw lost(stopped);
        }
        throw stopped;
      }
    }

    private FencedException lost(CancelledException stopped) {
      FencedException lost =
          new FencedException(
              "work with lease %d of %s: another took it over, since this one was silent for longer than %s; what was not committed is given up"
                  .formatted(lease.token(), lease.holder(), lessee.length));
      lost.addSuppressed(stopped);
      return lost;
    }

    void renewLater() {
      next.set(
          lessee.scheduler.after(
              lessee.length.dividedBy(RENEWALS), () -> lessee.helpers.execute(this::renew)));
    }

    /** A renewal that cannot be asked for is tried again: the lease may well last until then. */
    private void renew() {
      if (state.get() != State.WORKING) {
        return;
      }
      try {
        if (!leases.renew(lease, lessee.length)) {
          lose();
          return;
        }
      } catch (RuntimeException unanswered) {
        // The write that the lease is for asks again.
      }
      renewLater();
    }

    /** Interrupts the work, and never what its thread does behind it. */
    private synchronized void lose() {
      if (state.compareAndSet(State.WORKING, State.LOST)) {
        worker.interrupt();
      }
    }

    /** An interrupt that came too late to end anything ends nothing else. */
    synchronized void end() {
      next.get().cancel();
      if (state.getAndSet(State.ENDED) == State.LOST) {
        Thread.interrupted();
      } else {
        release();
      }
    }

    private void release() {
      try {
        leases.release(lease);
      } catch (TidemarkException unanswered) {
        // It ends by itself in a while.
      }
    }
  }
}
