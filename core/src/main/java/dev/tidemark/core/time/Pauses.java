package dev.tidemark.core.time;

import dev.tidemark.core.CancelledException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits on the caller's thread. */
public record Pauses(Scheduler scheduler) {

  /**
   * @param attempted for the message if the thread is interrupted meanwhile
   */
  public void pause(Duration time, String attempted) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Scheduler.Pending pending = scheduler.after(time, () -> over.complete(null));
    try {
      over.get();
    } catch (InterruptedException e) {
      pending.cancel();
      throw new CancelledException(attempted + ": stopped", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pause does not fail", e);
    }
  }
}
