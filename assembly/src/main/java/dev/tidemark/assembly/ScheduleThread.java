package dev.tidemark.assembly;

import dev.tidemark.core.sync.SyncSchedule;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A schedule and the one thread that its cycles run on; both end here. */
final class ScheduleThread implements AutoCloseable {

  /** A cancelled cycle still ends its transaction and writes down how it ended. */
  private static final int PATIENCE_SECONDS = 20;

  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final SyncSchedule schedule;

  ScheduleThread(Function<Executor, SyncSchedule> made) {
    schedule = made.apply(worker);
  }

  SyncSchedule schedule() {
    return schedule;
  }

  @Override
  public void close() {
    try {
      schedule.stop(Duration.ZERO).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("stop the schedule: its cycle did not end", e);
    } finally {
      worker.shutdownNow();
    }
  }
}
