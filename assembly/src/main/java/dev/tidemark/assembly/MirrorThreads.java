package dev.tidemark.assembly;

import dev.tidemark.core.mirror.Mirrors;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Mirrors and the threads that they are worked on with, none before there is work; all end here.
 */
final class MirrorThreads implements AutoCloseable {

  /** What a statement may take, and then some. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Mirrors mirrors;

  MirrorThreads(Function<Executor, Mirrors> made) {
    this.mirrors = made.apply(workers);
  }

  Mirrors mirrors() {
    return mirrors;
  }

  /** What does not end in time has to do with a database alone, which undoes it. */
  @Override
  public void close() {
    try {
      mirrors.stop().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("stop the mirrors: one of them did not end", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
