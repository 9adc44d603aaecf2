package dev.tidemark.core.rollup;

import java.time.Duration;

/**
 * How rollups are kept.
 *
 * @param lease for how long one who writes has a rollup for itself unless it says that it goes on,
 *     which it does three times as often
 * @param notes at most so many are taken in at once
 * @param slice what a backfill computes at once
 * @param pause between two slices
 * @param sample how many buckets a verification looks at, unless at all
 * @param alarm a change that waits for longer is told
 */
public record RollupPolicy(
    Duration lease, int notes, Slice slice, Duration pause, int sample, Duration alarm) {

  /** What is right for most. */
  public static final RollupPolicy DEFAULTS =
      new RollupPolicy(
          Duration.ofMinutes(1), 50_000, Slice.MONTH, Duration.ZERO, 24, Duration.ofHours(1));

  public RollupPolicy {
    if (lease.toMillis() < 3 || notes < 1 || sample < 1 || pause.isNegative()) {
      throw new IllegalArgumentException(
          "expected a lease, notes and a sample, and no negative pause; found %s, %d, %d, %s"
              .formatted(lease, notes, sample, pause));
    }
  }
}
