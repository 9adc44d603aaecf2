package dev.tidemark.assembly;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.JobEvent;
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
  private final Listener listener;
  private final Duration patience;

  JobThreads(Function<Executor, Jobs> made, Listener listener) {
    this(made, listener, PATIENCE);
  }

  JobThreads(Function<Executor, Jobs> made, Listener listener, Duration patience) {
    this.jobs = made.apply(workers);
    this.listener = Listener.unshaken(listener);
    this.patience = patience;
  }

  Jobs jobs() {
    return jobs;
  }

  /** A job that does not end is told of, and ends with the process: it was a stop all the same. */
  @Override
  public void close() {
    try {
      jobs.stop().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException late) {
      listener.on(new JobEvent.JobsLeftBehind(jobs.running()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("stop the jobs", e);
    } finally {
      workers.shutdownNow();
    }
  }
}
