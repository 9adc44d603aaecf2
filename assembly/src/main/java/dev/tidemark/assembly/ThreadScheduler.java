package dev.tidemark.assembly;

import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler with one thread, which begins with the first task. */
final class ThreadScheduler implements Scheduler, AutoCloseable {

  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

  ThreadScheduler() {
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** No longer than some 290 years, which is as long as anybody waits. */
  @Override
  public Pending after(Duration delay, Runnable task) {
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    Future<?> future = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
