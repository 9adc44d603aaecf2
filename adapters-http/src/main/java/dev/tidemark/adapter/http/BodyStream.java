package dev.tidemark.adapter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer as it arrives, which gives up on a silence and on an interruption.
 *
 * <p>Fed by the HTTP client's thread, read by one other, closed by any. At most {@value #AHEAD}
 * parts wait to be read; beyond that the sender is held back. Closing before the end drops the
 * connection.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {

  private static final int AHEAD = 4;

  private final Duration idle;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> unread = new ArrayDeque<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private boolean ended;
  private long received;

  BodyStream(Duration idle) {
    this.idle = idle;
  }

  /** What the client's thread has to say. */
  private sealed interface Part {}

  private record Data(List<ByteBuffer> buffers) implements Part {}

  private record Broken(Throwable cause) implements Part {}

  private record End() implements Part {}

  /** Nothing came for as long as is allowed. */
  static final class SilenceException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(new Data(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    parts.add(new Broken(cause));
  }

  @Override
  public void onComplete() {
    parts.add(new End());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended && available() == 0) {
      unread.poll();
      if (unread.isEmpty()) {
        receive();
      }
    }
    ByteBuffer next = unread.peek();
    if (next == null) {
      return -1;
    }
    int count = Math.min(length, next.remaining());
    next.get(into, offset, count);
    return count;
  }

  /** What is left of the part that is being read. */
  @Override
  public int available() {
    ByteBuffer next = unread.peek();
    return next == null ? 0 : next.remaining();
  }

  private void receive() throws IOException {
    Part part = take();
    if (part instanceof Data data) {
      unread.addAll(data.buffers());
      received += data.buffers().stream().mapToLong(ByteBuffer::remaining).sum();
      requestMore();
    } else if (part instanceof Broken broken) {
      throw broken.cause() instanceof IOException e ? e : new IOException(broken.cause());
    } else {
      ended = true;
    }
  }

  /** Ends the body after this time, however much is still to come; unless that is cancelled. */
  Future<?> endAfter(Duration time) {
    CompletableFuture<?> end = new CompletableFuture<>();
    end.thenRun(this::onComplete);
    return end.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Part take() throws IOException {
    try {
      Part part = parts.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
      if (part == null) {
        throw new SilenceException();
      }
      return part;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void requestMore() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.request(1);
    }
  }

  /** Bytes received so far, as they came over the wire. */
  long received() {
    return received;
  }

  @Override
  public void close() {
    closed = true;
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
