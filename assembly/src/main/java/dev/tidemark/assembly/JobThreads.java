package dev.tidemark.assembly;

import dev.tidemark.core.job.Jobs;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Jobs and the threads that they run on, none before something is due; all end here. */
final class JobThreads implements AutoCloseable {

  /** A handler that was interrupted still undoes what it was about. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Jobs jobs;

  JobThreads(Function<Executor, Jobs> made) {
    this.jobs = made.apply(workers);
  }

  Jobs jobs() {
    return jobs;
  }

  @Override
  public void close() {
    try {
      jobs.stop().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("stop the jobs: one of them did not end", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
