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

  @Override
  public Pending after(Duration delay, Runnable task) {
    Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
