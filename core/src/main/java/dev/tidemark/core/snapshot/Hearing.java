package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.PublishReport.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for what becomes of one version at one target. It hears all that its courier
 * pushes from before there is that version, so that nothing is pushed a second time for it. Safe
 * for use by many threads.
 */
final class Hearing {

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private @Nullable SnapshotVersion awaited;
  private @Nullable SnapshotVersion last;
  private @Nullable Outcome ofLast;

  /** A push has ended. */
  synchronized void told(SnapshotVersion version, Outcome ended) {
    last = version;
    ofLast = ended;
    if (version.equals(awaited)) {
      outcome.complete(ended);
    }
  }

  /** This is what is waited for, unless it was heard already. */
  synchronized void await(SnapshotVersion version) {
    awaited = version;
    if (version.equals(last)) {
      outcome.complete(ofLast);
    }
  }

  /** Whether something is to be pushed for it. */
  synchronized boolean isWaiting() {
    return awaited != null && !outcome.isDone();
  }

  /** What has begun since it waits has ended, or nothing begins any more. */
  void answer(Outcome ended) {
    outcome.complete(ended);
  }

  /** Nothing is pushed to that target any more. */
  void leftAlone(Target target) {
    answer(Outcome.failed(target, "the target was changed or removed meanwhile", Duration.ZERO));
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }
}
