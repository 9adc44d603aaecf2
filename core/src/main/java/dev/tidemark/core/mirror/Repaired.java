package dev.tidemark.core.mirror;

/**
 * What a repair did to one table, or would do.
 *
 * @param written rows that were missing or different
 * @param removed rows that were extra
 * @param quarantined rows that the database did not take
 * @param refusal why the extra rows were left alone, if they were: empty if not
 */
public record Repaired(
    Comparison found, long written, long removed, long quarantined, String refusal) {

  /** Whether all that differed is as it should be now, but for what the database does not take. */
  public boolean isDone() {
    return refusal.isEmpty() && written + removed + quarantined >= found.drift();
  }
}
