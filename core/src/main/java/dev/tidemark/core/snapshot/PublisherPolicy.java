package dev.tidemark.core.snapshot;

import java.time.Duration;
import java.util.List;

/**
 * When snapshots are published.
 *
 * @param quietPeriod a build waits until nothing has changed for so long
 * @param maxDelay but no longer than this since the first change that is not published
 * @param poll how often is looked for changes of the source, of a shelf and of the targets, where
 *     nobody says that there are any
 * @param reconcileEvery how often a target that has the newest is asked whether it still has
 * @param restampAfter how old the newest may become while nothing changes; then the same content is
 *     built with a new stamp, which tells those who have it that it is current still
 * @param timeout for all of one push, however well it goes on: long enough for the largest file on
 *     the slowest way. One without any progress is ended much earlier
 * @param firstRetry the wait behind a first failure; it doubles with each further one in a row
 * @param lastRetry the longest wait
 */
public record PublisherPolicy(
    Duration quietPeriod,
    Duration maxDelay,
    Duration poll,
    Duration reconcileEvery,
    Duration restampAfter,
    Duration timeout,
    Duration firstRetry,
    Duration lastRetry) {

  /** What is right for most. */
  public static final PublisherPolicy DEFAULTS =
      new PublisherPolicy(
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5));

  public PublisherPolicy {
    if (quietPeriod.isNegative()) {
      throw new IllegalArgumentException("expected a quiet period of 0 or more: " + quietPeriod);
    }
    for (Duration wait :
        List.of(maxDelay, poll, reconcileEvery, restampAfter, timeout, firstRetry, lastRetry)) {
      if (wait.isNegative() || wait.isZero()) {
        throw new IllegalArgumentException("expected a time above 0, found " + wait);
      }
    }
  }

  /** The same with other waits for changes. */
  public PublisherPolicy settling(Duration quiet, Duration atMost) {
    return new PublisherPolicy(
        quiet, atMost, poll, reconcileEvery, restampAfter, timeout, firstRetry, lastRetry);
  }

  public PublisherPolicy polling(Duration every) {
    return new PublisherPolicy(
        quietPeriod, maxDelay, every, reconcileEvery, restampAfter, timeout, firstRetry, lastRetry);
  }

  public PublisherPolicy reconcilingEvery(Duration interval) {
    return new PublisherPolicy(
        quietPeriod, maxDelay, poll, interval, restampAfter, timeout, firstRetry, lastRetry);
  }

  public PublisherPolicy restampingAfter(Duration age) {
    return new PublisherPolicy(
        quietPeriod, maxDelay, poll, reconcileEvery, age, timeout, firstRetry, lastRetry);
  }
}
