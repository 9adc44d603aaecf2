package dev.tidemark.core.rollup;

import java.time.Duration;

/**
 * How a rollup is to be filled.
 *
 * @param slice what is computed at once
 * @param pause between two slices
 * @param afresh whether all is computed once more, also where it was done
 * @param dry whether only to say what would be done
 */
public record BackfillRequest(Slice slice, Duration pause, boolean afresh, boolean dry) {

  /** What is not done yet, as the policy has it. */
  public static BackfillRequest by(RollupPolicy policy) {
    return new BackfillRequest(policy.slice(), policy.pause(), false, false);
  }

  public BackfillRequest again() {
    return new BackfillRequest(slice, pause, true, dry);
  }

  public BackfillRequest dryRun() {
    return new BackfillRequest(slice, pause, afresh, true);
  }

  public BackfillRequest in(Slice other, Duration between) {
    return new BackfillRequest(other, between, afresh, dry);
  }
}
