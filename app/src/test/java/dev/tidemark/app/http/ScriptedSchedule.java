package dev.tidemark.app.http;

import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A schedule that answers what the test says, and writes down what it is asked for. */
final class ScriptedSchedule implements SyncSchedule, Leadership {

  final List<SyncRequest> triggered = new ArrayList<>();
  volatile boolean leader = true;
  volatile Answer answer = Answer.ACCEPTED;
  volatile Standing standing =
      new Standing(true, Optional.empty(), Optional.empty(), Optional.empty());

  @Override
  public void start() {
    throw new AssertionError("endpoints start nothing");
  }

  @Override
  public Answer trigger(SyncRequest request) {
    triggered.add(request);
    return answer;
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public void policyChanged() {
    throw new AssertionError("endpoints change no policy");
  }

  @Override
  public CompletionStage<Void> stop(Duration drain) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isLeader() {
    return leader;
  }

  @Override
  public void watch(Runnable changed) {
    // Nobody is told.
  }
}
