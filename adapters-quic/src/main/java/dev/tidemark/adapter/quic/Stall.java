package dev.tidemark.adapter.quic;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends a pipe over which nothing that counts has come for too long, however alive it is. */
final class Stall implements AutoCloseable {

  private static final int LOOKS = 10;

  private final Pipe pipe;
  private final Duration most;
  private final String what;
  private final Future<?> looking;
  private volatile boolean moved;
  private int still;

  private Stall(Pipe pipe, Duration most, String what) {
    this.pipe = pipe;
    this.most = most;
    this.what = what;
    long every = Math.max(1, most.toMillis() / LOOKS);
    this.looking =
        pipe.stream()
            .eventLoop()
            .scheduleAtFixedRate(this::look, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * @param what does not come, as a peer is told
   */
  static Stall of(Pipe pipe, Duration most, String what) {
    return new Stall(pipe, most, what);
  }

  /** It got on. */
  void moved() {
    moved = true;
  }

  private void look() {
    still = moved ? 0 : still + 1;
    moved = false;
    if (still >= LOOKS) {
      pipe.fail(what + " came within " + most.toMillis() + " ms");
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
  }
}
