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

  /** Most statements take no more than half a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ExecutorService workers = Executors.newCachedThreadPool(MirrorThreads::named);
  private final Mirrors mirrors;

  MirrorThreads(Function<Executor, Mirrors> made) {
    this.mirrors = made.apply(workers);
  }

  private static Thread named(Runnable work) {
    Thread thread = Executors.defaultThreadFactory().newThread(work);
    thread.setName("tidemark-mirror");
    return thread;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  /**
   * What does not end in time waits for a database that says nothing: its connections are closed
   * next, and it undoes what was not committed.
   */
  @Override
  public void close() {
    try {
      mirrors.stop().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException saysNothing) {
      // Whatever it was doing is done again by the next who keeps the mirror.
    } catch (ExecutionException e) {
      throw new IllegalStateException("stop the mirrors: one of them failed", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
