package dev.tidemark.core.feed.spi;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import java.util.List;
import java.util.Set;

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
   * Forgets the changes up to and including {@code upTo}, the oldest first, in short transactions
   * between which others write; an interrupt of the thread ends it between two. Idempotent.
   * Positions are not given out again.
   */
  void prune(Position upTo);

  /**
   * Forgets changes up to and including {@code upTo} whose key has changed again since, but for
   * those at some positions: the latest change of every key stays. As {@link #prune}, the oldest
   * first and in short transactions, and no more than some tens of thousands at once.
   *
   * @param keeping positions that somebody remembers
   * @return how many were forgotten; a further call may find more unless it is 0
   */
  long compact(Position upTo, Set<Position> keeping);
}
