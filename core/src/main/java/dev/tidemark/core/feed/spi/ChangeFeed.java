package dev.tidemark.core.feed.spi;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import java.util.List;

/**
 * Reads the log of applied changes. It is written by {@link
 * dev.tidemark.core.sync.spi.ReplicaStore#apply}, in the data transaction, so that a change is here
 * if and only if its row is.
 *
 * <p>Safe for use by many threads.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface ChangeFeed {

  /**
   * The changes behind {@code position}, oldest first, at most {@code atMost} of them; empty at the
   * end of the feed. Only committed changes are seen.
   *
   * @throws IllegalArgumentException if {@code atMost} is not positive
   */
  List<Change> after(Position position, int atMost);

  /**
   * The position of the last change ever written, pruned or not; {@link Position#START} if none.
   */
  Position latest();

  /**
   * Forgets the changes up to and including {@code upTo}. Atomic, idempotent. Positions are not
   * given out again.
   */
  void prune(Position upTo);
}
