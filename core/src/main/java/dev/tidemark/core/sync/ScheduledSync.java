package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.time.Ambient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The schedule: to be built. */
final class ScheduledSync implements SyncSchedule {

  ScheduledSync(
      SchedulePorts ports,
      SchedulePolicy policy,
      Ambient ambient,
      Executor worker,
      Listener listener) {}

  @Override
  public void start() {}

  @Override
  public Answer trigger(SyncRequest request) {
    return Answer.STOPPED;
  }

  @Override
  public Standing standing() {
    return new Standing(false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public CompletionStage<Void> stop(Duration drain) {
    return CompletableFuture.completedFuture(null);
  }
}
