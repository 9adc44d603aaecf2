package dev.tidemark.core.mirror;

import java.time.Duration;
import java.util.List;

/**
 * How mirrors are kept.
 *
 * @param verifyEvery how old the last verification of a table may get; zero for no verification by
 *     itself
 * @param maxShare the largest share of a table's rows that is removed by itself, from 0 to 1; a
 *     handful of rows is, however few there are
 * @param poll how often the feed is looked at where nobody says that it grew, as when another
 *     process writes it
 * @param firstRetry the wait behind a first failure; it doubles with each further one
 * @param lastRetry the longest wait
 * @param batch changes that are applied in one transaction at most
 */
public record MirrorPolicy(
    Duration verifyEvery,
    double maxShare,
    Duration poll,
    Duration firstRetry,
    Duration lastRetry,
    int batch) {

  public MirrorPolicy {
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + maxShare);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("expected a batch of 1 or more, found " + batch);
    }
    for (Duration wait : List.of(poll, firstRetry, lastRetry)) {
      if (wait.isNegative() || wait.isZero()) {
        throw new IllegalArgumentException("expected a wait above 0, found " + wait);
      }
    }
  }

  /** What is right for most. */
  public static MirrorPolicy defaults() {
    return new MirrorPolicy(
        Duration.ofHours(6),
        0.2,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        1_000);
  }

  public MirrorPolicy verifyingEvery(Duration interval) {
    return new MirrorPolicy(interval, maxShare, poll, firstRetry, lastRetry, batch);
  }

  public MirrorPolicy removingAtMost(double share) {
    return new MirrorPolicy(verifyEvery, share, poll, firstRetry, lastRetry, batch);
  }
}
