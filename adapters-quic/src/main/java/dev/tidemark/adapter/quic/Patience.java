package dev.tidemark.adapter.quic;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends what is waited for when all the time for it has passed, whatever it waits for then. */
final class Patience implements AutoCloseable {

  private final String reason;
  private final Future<?> timer;
  private @Nullable Pipe watched;
  private boolean over;

  private Patience(EventExecutor executor, Duration time) {
    reason = "no verdict within " + time.toMillis() + " ms";
    timer = executor.schedule(this::end, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  static Patience of(Datagrams datagrams, Duration time) {
    return new Patience(datagrams.timer(), time);
  }

  /** From now on, this is what is waited for. */
  synchronized void watch(Pipe pipe) {
    watched = pipe;
    if (over) {
      pipe.fail(reason);
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  private synchronized void end() {
    over = true;
    if (watched != null) {
      watched.fail(reason);
    }
  }

  @Override
  public void close() {
    timer.cancel(false);
  }
}
