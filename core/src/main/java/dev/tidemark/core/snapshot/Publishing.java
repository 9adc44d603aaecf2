package dev.tidemark.core.snapshot;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Retry;
import dev.tidemark.core.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What everything that publishes works with.
 *
 * @param ended whether nothing more is to be begun
 */
record Publishing(
    PublisherPorts ports,
    Supplier<PublisherPolicy> terms,
    Ambient ambient,
    Executor workers,
    Listener listener,
    DeliveryBook book,
    Versions versions,
    BooleanSupplier ended) {

  PublisherPolicy policy() {
    return terms.get();
  }

  Scheduler scheduler() {
    return ambient.scheduler();
  }

  /** Whether something may be begun. */
  boolean mayGoOn() {
    return !ended.getAsBoolean() && ports.leadership().isLeader();
  }

  /**
   * @throws CancelledException if nothing may be begun any more
   */
  void goOn(String attempted) {
    if (!mayGoOn()) {
      String why =
          ended.getAsBoolean() ? "the publisher is stopping" : "this process does not lead";
      throw new CancelledException(attempted + ": " + why);
    }
  }

  Instant now() {
    return ambient.clock().instant();
  }

  /** When a generation must have been built to be current by then, if nothing has changed since. */
  Instant oldest(Instant then) {
    return then.minus(policy().restampAfter());
  }

  /**
   * @param failures how many there were in a row, 1 or more
   */
  Duration waitAfter(int failures) {
    PublisherPolicy policy = policy();
    return new Retry(policy.firstRetry(), policy.lastRetry(), ambient.random()).after(failures);
  }

  void tell(SnapshotEvent event) {
    listener.on(event);
  }

  static String message(Throwable failure) {
    return failure instanceof TidemarkException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }
}
