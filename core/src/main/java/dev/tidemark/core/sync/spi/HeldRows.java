package dev.tidemark.core.sync.spi;

import java.util.List;

/**
 * The rows that are kept but not part of the replica, for people to look at. Safe for use by many
 * threads.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface HeldRows {

  /** Parked rows by entity type (parents first) and key, at most {@code atMost}. */
  List<Orphan> orphans(int atMost);

  /** Undecodable rows, the latest first, at most {@code atMost}. */
  List<Quarantined> quarantined(int atMost);

  /**
   * Optional references to rows that are not stored, by entity type (parents first) and key, at
   * most {@code atMost}.
   */
  List<Dangling> dangling(int atMost);
}
