package dev.tidemark.adapter.quic;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Ends a pipe over which too little that counts has come for too long, however alive it is. */
final class Stall implements AutoCloseable {

  private static final int LOOKS = 10;

  private final Pipe pipe;
  private final Duration most;
  private final String what;
  private final int least;
  private final Future<?> looking;
  private final AtomicLong came = new AtomicLong();
  private int still;

  /**
   * Looks with a fixed delay. At a fixed rate, those that were missed while the process stood still
   * would come one after the other, before what came meanwhile is read.
   */
  private Stall(EventExecutor executor, Pipe pipe, Duration most, int least, String what) {
    this.pipe = pipe;
    this.most = most;
    this.least = least;
    this.what = what;
    long every = Math.max(1, most.toMillis() / LOOKS);
    this.looking = executor.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * @param least how many bytes have to come within that time, again and again
   * @param what does not come, as a peer is told
   */
  static Stall of(Pipe pipe, Duration most, int least, String what) {
    return of(pipe.stream().eventLoop(), pipe, most, least, what);
  }

  /**
   * @param executor on which it is looked at
   */
  static Stall of(EventExecutor executor, Pipe pipe, Duration most, int least, String what) {
    return new Stall(executor, pipe, most, least, what);
  }

  /** It got on by so many bytes. */
  void moved(int bytes) {
    came.addAndGet(bytes);
  }

  private void look() {
    if (came.get() >= least) {
      came.set(0);
      still = 0;
    } else {
      still++;
    }
    if (still >= LOOKS) {
      pipe.fail(what + " came within " + most.toMillis() + " ms");
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
  }
}
