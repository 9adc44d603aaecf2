package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.PublishReport.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for what becomes of one version at one target. It hears all that its courier
 * pushes from before there is that version, so that nothing is pushed a second time for it. Safe
 * for use by many threads.
 */
final class Hearing {

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final AtomicReference<@Nullable SnapshotVersion> awaited = new AtomicReference<>();
  private final AtomicReference<@Nullable Ended> last = new AtomicReference<>();

  private record Ended(SnapshotVersion version, Outcome outcome) {}

  /** A push has ended. */
  synchronized void told(SnapshotVersion version, Outcome ended) {
    last.set(new Ended(version, ended));
    if (version.equals(awaited.get())) {
      outcome.complete(ended);
    }
  }

  /** This is what is waited for, unless it was heard already. */
  synchronized void await(SnapshotVersion version) {
    awaited.set(version);
    Ended heard = last.get();
    if (heard != null && heard.version().equals(version)) {
      outcome.complete(heard.outcome());
    }
  }

  /** Whether something is to be pushed for it. */
  synchronized boolean isWaiting() {
    return awaited.get() != null && !outcome.isDone();
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
