package dev.tidemark.core.snapshot;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.DeliveryBook.Attempt;
import dev.tidemark.core.snapshot.Flights.Stop;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.core.time.Stoppable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** One push of one generation to one target. */
record Push(Publishing publishing, Target target, Offer offer) {

  SnapshotManifest manifest() {
    return offer.manifest().manifest();
  }

  /**
   * Blocks until the target has said something, the time is over, or it is called off.
   *
   * @throws CancelledException if it was called off, or may not be begun any more
   * @throws TargetUnavailableException if no verdict came in time
   */
  Delivery run(Flights underway) {
    return underway.run(this::run);
  }

  private Delivery run(Stoppable<Stop> flight) {
    publishing.goOn(attempted());
    Duration timeout = publishing.policy().timeout();
    publishing.tell(
        new SnapshotEvent.PushBegan(
            target.snapshot(), target.name(), manifest().version(), manifest().size()));
    Scheduler.Pending watchdog =
        publishing.scheduler().after(timeout, () -> flight.stop(Stop.TIMEOUT));
    try {
      return publishing.ports().transport().push(target, offer, timeout, this::goesOn);
    } catch (CancelledException stopped) {
      throw flight.reason().equals(Optional.of(Stop.TIMEOUT)) ? late(timeout, stopped) : stopped;
    } finally {
      watchdog.cancel();
    }
  }

  private RuntimeException late(Duration timeout, CancelledException stopped) {
    return new TargetUnavailableException(
        "%s: no verdict within %d s".formatted(attempted(), timeout.toSeconds()), stopped);
  }

  private void goesOn(long bytes) {
    publishing.tell(new SnapshotEvent.PushGoesOn(target.snapshot(), target.name(), bytes));
  }

  /**
   * Writes down and tells what the target has said.
   *
   * @param asFailed what a rejection is counted as
   */
  void ended(Delivery delivery, Duration took, Function<String, Attempt> asFailed) {
    Verdict verdict = delivery.verdict();
    if (verdict.code().isGood()) {
      publishing.book().acknowledged(target, manifest(), delivery, took);
    } else {
      publishing.book().rejected(target, delivery, took, asFailed.apply(verdict.toString()));
    }
    publishing.tell(
        new SnapshotEvent.PushEnded(
            target.snapshot(), target.name(), manifest().version(), delivery, took));
  }

  /** Writes down and tells that the target has said nothing. */
  void failed(Throwable cause, Attempt failed) {
    publishing.book().failed(target, failed);
    publishing.tell(
        new SnapshotEvent.PushFailed(
            target.snapshot(),
            target.name(),
            cause,
            failed.attempts(),
            failed.next().orElse(Duration.ZERO)));
  }

  private String attempted() {
    return "push snapshot %s %s to %s"
        .formatted(target.snapshot(), manifest().version(), target.name());
  }
}
