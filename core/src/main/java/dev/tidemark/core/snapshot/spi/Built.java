package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.SnapshotManifest;

/**
 * What a build came to.
 *
 * @param way how it was made
 * @param rows how many rows are in it, over all tables; -1 where nobody counted
 */
public record Built(SnapshotManifest manifest, Way way, long rows) {

  /** How a snapshot came about. */
  public enum Way {
    /** From the start. */
    FULL,
    /** From the one before, by the feed. */
    FORWARD,
    /** Not at all: the content is that of the one before, which is given instead. */
    UNCHANGED
  }
}
