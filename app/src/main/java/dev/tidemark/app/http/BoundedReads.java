package dev.tidemark.app.http;

import dev.tidemark.app.text.Amounts;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads of the replica, or of something else, that are not waited for too long, on threads of their
 * own: a disk that hangs must not hold those of the server. Safe for use by many threads.
 */
final class BoundedReads implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int WAITING = 32;
  private static final int IDLE_SECONDS = 30;

  private final Duration limit;
  private final String source;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING));

  BoundedReads(Duration limit) {
    this(limit, "the replica");
  }

  /**
   * @param source what is read, for people
   */
  BoundedReads(Duration limit, String source) {
    this.limit = limit;
    this.source = source;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * @throws HttpError if there is no answer in time
   */
  <T> T read(Supplier<T> work) {
    Future<T> answer = submit(work);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw late();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpError(503, "the server is being stopped");
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private <T> Future<T> submit(Supplier<T> work) {
    try {
      return threads.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw late();
    }
  }

  private HttpError late() {
    return new HttpError(
        503, "%s does not answer within %s".formatted(source, Amounts.time(limit)));
  }

  private static RuntimeException unwrapped(ExecutionException failure) {
    if (failure.getCause() instanceof Error error) {
      throw error;
    }
    return failure.getCause() instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure.getCause());
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
