package dev.tidemark.core.mirror;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;

/** A row that is not on a mirror as it is in the replica, and that the feed does not explain. */
public record Difference(EntityType type, RowKey key, Kind kind) {

  /** What differs. */
  public enum Kind {
    /** The replica has the row, the mirror has not. */
    MISSING,
    /** The mirror has the row, the replica has not. */
    EXTRA,
    /** Both have it, with different content. */
    DIFFERENT
  }
}
