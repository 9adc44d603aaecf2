package dev.tidemark.adapter.http;

import dev.tidemark.core.origin.spi.Content;
import dev.tidemark.core.origin.spi.OriginRequest.Body;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way out, once. The HTTP client's thread says how much it can take,
 * and the thread that {@link #pump}s reads that much: a body that comes slowly keeps nobody else,
 * and nothing reads from it any more when the caller goes on.
 */
final class Upload implements BodyPublisher {

  private static final int PIECE = 16 * 1024;

  /** Of the client's wishes at once; it has one at a time. */
  private static final int MOST_WANTED = 1_000;

  private final Semaphore wanted = new Semaphore(0);
  private final AtomicReference<Flow.@Nullable Subscriber<? super ByteBuffer>> taker =
      new AtomicReference<>();
  private final Body body;
  private volatile boolean over;
  private volatile boolean complete;

  Upload(Body body) {
    this.body = body;
  }

  /** The origin has taken nothing for as long as is allowed. */
  static final class StallException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public long contentLength() {
    return body.length().orElse(-1);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    boolean first = taker.compareAndSet(null, subscriber);
    subscriber.onSubscribe(first ? new Wishes() : new Nothing());
    if (!first) {
      subscriber.onError(new IOException("a body is sent once"));
    }
  }

  /** Nothing is taken any more; whoever pumps stops. */
  void stop() {
    over = true;
    wanted.release();
  }

  /**
   * Sends the body until it ends, or nobody takes it any more.
   *
   * @param first how long the first piece may take to be wanted
   * @param stall how long each further one may
   * @throws StallException if it takes longer
   */
  void pump(Duration first, Duration stall) throws StallException, InterruptedException {
    Content content = body.content();
    boolean more = awaitWish(first);
    while (more) {
      byte[] piece = new byte[PIECE];
      int count = content.read(piece, 0, piece.length);
      Flow.Subscriber<? super ByteBuffer> to = taker.get();
      if (over || to == null) {
        return;
      }
      if (count < 0) {
        complete = true;
        to.onComplete();
        return;
      }
      to.onNext(ByteBuffer.wrap(piece, 0, count));
      more = awaitWish(stall);
    }
  }

  /** Whether there is one, and not the end. */
  private boolean awaitWish(Duration limit) throws StallException, InterruptedException {
    if (!wanted.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new StallException();
    }
    return !over;
  }

  /**
   * Breaks the request off, if it is not complete: the connection is of no use any more. By the
   * thread that pumped.
   */
  void breakOff() {
    Flow.Subscriber<? super ByteBuffer> to = taker.get();
    if (to != null && !complete) {
      complete = true;
      to.onError(new IOException("the request was broken off"));
    }
  }

  private final class Wishes implements Flow.Subscription {

    @Override
    public void request(long count) {
      wanted.release((int) Math.min(count, MOST_WANTED));
    }

    @Override
    public void cancel() {
      stop();
    }
  }

  private static final class Nothing implements Flow.Subscription {

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }
}
