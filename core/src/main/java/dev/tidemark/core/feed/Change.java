package dev.tidemark.core.feed;

import dev.tidemark.core.schema.RowKey;
import java.time.Instant;

/**
 * One applied change: that this key of this entity type changed, in which cycle, and when.
 *
 * @param type name of the entity type
 * @param cycle number of the cycle, as in the sync journal
 * @param at when the cycle applied it, to the millisecond; the same for all changes of one cycle
 */
public record Change(
    Position position, String type, RowKey key, Kind kind, long cycle, Instant at) {

  /** What happened to the row. */
  public enum Kind {
    /** The key was not stored before, whatever state the row arrived in. */
    INSERT,
    /** The content of a stored row changed, or a row that had vanished came back. */
    UPDATE,
    /** A live row became a tombstone, or vanished upstream; the row is still there. */
    DELETE,
    /** A row that was not live any more was removed. */
    PURGE
  }
}
