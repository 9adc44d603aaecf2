package dev.tidemark.adapter.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the starts of requests apart, on a clock that nobody can set. Used by one thread at a time.
 *
 * <p>The time counts from the last start and not in fixed intervals, so that no two starts follow
 * at once on either side of a boundary.
 */
final class Pace {

  private final Duration spacing;
  private CompletableFuture<?> open = CompletableFuture.completedFuture(null);

  Pace(Duration spacing) {
    this.spacing = spacing;
  }

  /** Waits until the spacing has passed since this last returned. */
  void await() throws InterruptedException {
    try {
      open.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    open =
        new CompletableFuture<>().completeOnTimeout(null, spacing.toNanos(), TimeUnit.NANOSECONDS);
  }
}
