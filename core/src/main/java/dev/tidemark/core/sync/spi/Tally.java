package dev.tidemark.core.sync.spi;

/**
 * What became of the rows of a cycle: {@code staged + released = inserted + updated + deleted +
 * unchanged + orphans}.
 *
 * @param staged decodable rows, each key once
 * @param inserted rows whose key was not stored before
 * @param updated stored rows whose content changed, or that had vanished and came back
 * @param deleted stored live rows that became tombstones
 * @param unchanged rows that were stored as they came, or in a newer version
 * @param orphans rows parked because a required parent is not known
 * @param released rows parked earlier whose parents are known now
 * @param quarantined rows that could not be decoded
 * @param vanished stored live rows that the upstream no longer knows
 * @param purged rows removed because they had not been live for long enough
 */
public record Tally(
    long staged,
    long inserted,
    long updated,
    long deleted,
    long unchanged,
    long orphans,
    long released,
    long quarantined,
    long vanished,
    long purged) {

  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public Tally plus(Tally other) {
    return new Tally(
        staged + other.staged,
        inserted + other.inserted,
        updated + other.updated,
        deleted + other.deleted,
        unchanged + other.unchanged,
        orphans + other.orphans,
        released + other.released,
        quarantined + other.quarantined,
        vanished + other.vanished,
        purged + other.purged);
  }

  /** Changes written to the feed. */
  public long changes() {
    return inserted + updated + deleted + vanished + purged;
  }
}
