package dev.tidemark.core.rollup;

import java.util.List;

/**
 * What a verification found.
 *
 * @param buckets that were looked at, those without events too
 * @param cells that were compared
 * @param mismatches cells that were not what their events add up to
 * @param some the first of them, as they are now
 * @param repaired whether they were computed anew; false too if somebody else is at it, who does it
 */
public record Verified(
    long buckets, long cells, long mismatches, List<RollupCell> some, boolean repaired) {

  public Verified {
    some = List.copyOf(some);
  }

  Verified asRepaired() {
    return new Verified(buckets, cells, mismatches, some, true);
  }
}
