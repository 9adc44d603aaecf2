package dev.tidemark.assembly;

import dev.tidemark.core.snapshot.Publisher;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A publisher and the threads that it builds and pushes with, none before there is work; all end
 * here.
 */
final class PublisherThreads implements AutoCloseable {

  /** A build that is interrupted ends at the next statement, a push at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Publisher publisher;

  PublisherThreads(Function<Executor, Publisher> made) {
    this.publisher = made.apply(workers);
  }

  Publisher publisher() {
    return publisher;
  }

  /** What does not end in time has left nothing that counts: neither a version nor a verdict. */
  @Override
  public void close() {
    try {
      publisher.stop().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException stillAtIt) {
      // A file that is not whole is swept at the next opening, and a target says what it has.
    } catch (ExecutionException e) {
      throw new IllegalStateException("stop publishing: a part of it failed", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
