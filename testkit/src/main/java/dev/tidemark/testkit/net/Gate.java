package dev.tidemark.testkit.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What all connections of a link pass through. Safe for use by many threads. */
final class Gate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Flow flow = Flow.FREE;

  Flow flow() {
    lock.lock();
    try {
      return flow;
    } finally {
      lock.unlock();
    }
  }

  void become(Flow next) {
    lock.lock();
    try {
      flow = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits looks again whether it is still wanted. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many of these bytes may go on, once some may; 0 when they are not wanted any more.
   *
   * @param wanted is asked again after {@link #wake()}
   */
  int pass(int bytes, BooleanSupplier wanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (wanted.getAsBoolean()) {
        if (flow.kind() == Flow.Kind.FREE) {
          return bytes;
        }
        if (flow.kind() == Flow.Kind.SLOW) {
          return slowly(bytes, wanted);
        }
        changed.await();
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private int slowly(int bytes, BooleanSupplier wanted) throws InterruptedException {
    int piece = Math.min(bytes, flow.piece());
    Flow at = flow;
    long nanos = TimeUnit.SECONDS.toNanos(1) / Flow.PIECES_PER_SECOND;
    while (nanos > 0 && flow.equals(at) && wanted.getAsBoolean()) {
      nanos = changed.awaitNanos(nanos);
    }
    return flow.passes() && wanted.getAsBoolean() ? piece : pass(bytes, wanted);
  }
}
