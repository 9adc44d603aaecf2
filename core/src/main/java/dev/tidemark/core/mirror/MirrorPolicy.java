package dev.tidemark.core.mirror;

import java.time.Duration;

/**
 * How mirrors are kept.
 *
 * @param verifyEvery how old the last verification of a table may get; zero for no verification by
 *     itself
 * @param maxShare the largest share of a table's rows that is removed by itself, from 0 to 1
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
