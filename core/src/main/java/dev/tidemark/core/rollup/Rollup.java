package dev.tidemark.core.rollup;

import java.util.Iterator;
import java.util.function.Function;

/**
 * One rollup that is kept. Safe for use by many threads and processes: one at a time writes to it.
 * All methods but {@link #standing} and {@link #read} make what the store lacks of it first.
 *
 * @throws dev.tidemark.core.StorageException from every method but {@link #tick}, if the store
 *     cannot answer
 * @throws dev.tidemark.core.MirrorUnavailableException instead, where it is a server
 * @throws dev.tidemark.core.CancelledException if the thread is interrupted; what was committed
 *     stays
 */
public interface Rollup {

  RollupPlan plan();

  /** Name of the store that it is in. */
  String place();

  default String name() {
    return plan().name();
  }

  /** {@code NAME@PLACE}, which no other has. */
  default String fullName() {
    return fullName(name(), place());
  }

  /** {@code NAME@PLACE}. */
  static String fullName(String name, String place) {
    return name + "@" + place;
  }

  /**
   * Makes what the store lacks of it, so that nothing goes unnoticed from now on. If anything had
   * to be made, it is not complete any more.
   *
   * @throws dev.tidemark.core.IncompatibleReplicaException if it was defined otherwise, and some of
   *     its source is archived
   * @throws dev.tidemark.core.MirrorSetupException if the database refuses
   */
  void prepare();

  /**
   * Takes in what has changed, as much as is taken in at once. What fails is told by the result,
   * and stored.
   */
  Tick tick();

  /**
   * Computes what was never computed, part by part, each of them stored; the next one goes on
   * behind what was done. Nothing is done where the rollup is complete, unless it is asked for.
   *
   * @throws dev.tidemark.core.AlreadyRunningException if somebody else writes to it
   * @throws dev.tidemark.core.FencedException if somebody else took that over meanwhile
   */
  Backfilled backfill(BackfillRequest request);

  /**
   * Compares cells with their events, and computes anew what differs.
   *
   * @param all whether every one; otherwise those of some buckets by chance, and of the last
   * @throws dev.tidemark.core.RollupIncompleteException if it was never filled
   */
  Verified verify(boolean all);

  /**
   * Makes it hold everything that is committed, however young; needs to be asked for again once
   * more is written.
   */
  void settle();

  /**
   * The guard of what would remove from the source: passes if a backfill ended and every change
   * that is committed was taken in, or if there are no events.
   *
   * @throws dev.tidemark.core.RollupIncompleteException otherwise, with the reason and the command
   */
  void requireSettled();

  /** How it stands. */
  RollupStanding standing();

  /** The cells of a stretch in order, while the work runs. */
  <T> T read(Span span, Function<Iterator<RollupCell>, T> work);
}
