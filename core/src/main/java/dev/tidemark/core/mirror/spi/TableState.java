package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.schema.RowKey;
import java.util.Optional;

/**
 * How far a table of a mirror can be trusted.
 *
 * @param copiedTo while it is {@link Trust#COPYING}, the last key that is copied
 */
public record TableState(Trust trust, Optional<RowKey> copiedTo) {

  /** Whether the table equals the replica as of the bookmark. */
  public enum Trust {
    /** It was made and is empty. */
    NEW,
    /** It is being filled in key order; what is behind the last copied key is not there yet. */
    COPYING,
    /** It may differ: it has to be verified. */
    DOUBTED,
    /** It equals the replica as of the bookmark, unless somebody else writes to it. */
    TRUSTED
  }

  public TableState {
    if (copiedTo.isPresent() && trust != Trust.COPYING) {
      throw new IllegalArgumentException("a table that is " + trust + " is not copied to anywhere");
    }
  }

  public static TableState of(Trust trust) {
    return new TableState(trust, Optional.empty());
  }

  public static TableState copiedTo(RowKey key) {
    return new TableState(Trust.COPYING, Optional.of(key));
  }
}
