package dev.tidemark.core.state;

import dev.tidemark.core.schema.RowKey;

/**
 * The keys of one weak type whose values are not written yet, each with the last wish. It holds no
 * values: those are read from memory at the flush, so they must be there before the mark is. Safe
 * for use by many threads.
 */
public final class DirtySet {

  private final DirtySets all;
  private final int index;

  DirtySet(DirtySets all, int index) {
    this.all = all;
    this.index = index;
  }

  /**
   * Marks a key; the last mark wins.
   *
   * @throws IllegalStateException if the sets were sealed; nothing is marked
   */
  public void mark(RowKey key, Wish wish) {
    all.mark(index, key, wish);
  }

  /**
   * @throws IllegalStateException if the sets were sealed
   */
  void refuseIfSealed() {
    all.refuseIfSealed(DirtySets.CHANGE);
  }

  /** Marks a key whose value the store has lost, even when the sets are sealed. */
  void markAgain(RowKey key) {
    all.markAgain(index, key);
  }

  /** How many keys are dirty now. */
  public long count() {
    return all.count(index);
  }
}
