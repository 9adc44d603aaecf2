package dev.tidemark.core.mirror;

/**
 * What a repair did to one table, or would do.
 *
 * @param written rows that were missing or different, and where many of a range were, all of it
 * @param removed rows that were extra
 * @param quarantined rows that the database did not take
 * @param refusal why not all that differs was repaired, as when too many rows would be removed:
 *     empty if it was
 * @param left rows that differ and were more than are remembered at once: a further repair finds
 *     them
 */
public record Repaired(
    Comparison found, long written, long removed, long quarantined, String refusal, long left) {

  /** With nothing left. */
  public Repaired(Comparison found, long written, long removed, long quarantined, String refusal) {
    this(found, written, removed, quarantined, refusal, 0);
  }

  /** Whether all that differed is as it should be now, but for what the database does not take. */
  public boolean isDone() {
    return refusal.isEmpty() && left == 0;
  }
}
