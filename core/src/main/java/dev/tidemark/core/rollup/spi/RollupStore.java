package dev.tidemark.core.rollup.spi;

import dev.tidemark.core.rollup.RollupPlan;
import java.util.Set;

/**
 * One database that holds sources of rollups, and beside them what they add up to. Safe for use by
 * many threads and processes.
 *
 * @throws dev.tidemark.core.StorageException from every method that uses the database, if it cannot
 *     answer
 * @throws dev.tidemark.core.MirrorUnavailableException instead, if it is a server and away
 */
public interface RollupStore {

  /** Which one, for people, and for those who say where a rollup is kept: {@code replica}. */
  String name();

  /**
   * Makes the tables, indexes and triggers of a rollup, as far as they are not there. From its
   * return on, nothing that happens to the source goes unnoticed. Idempotent. Where triggers or
   * tables had to be made, the rollup is not complete any more, and an open walk begins anew.
   *
   * @throws dev.tidemark.core.IncompatibleReplicaException if a rollup of this name was defined
   *     otherwise and cannot be computed anew, since some of its source is archived
   * @throws dev.tidemark.core.MirrorSetupException if the database refuses
   */
  void prepare(RollupPlan plan);

  /**
   * Forgets what it takes to keep other rollups than these: nothing is noted for them any more.
   * What they have added up stays. Who defines one of them again begins with a backfill.
   * Idempotent; nothing is made where nothing was prepared. Not one step: where it ends early, some
   * may be forgotten already, and to do it again is safe.
   *
   * @param kept their names
   * @throws dev.tidemark.core.CancelledException if the thread was interrupted before it was done
   */
  void retire(Set<String> kept);

  /** Who may write to the rollup. */
  RollupLeases leases(RollupPlan plan);

  /** What it adds up to. */
  RollupTable table(RollupPlan plan);

  /** How it is filled. */
  RollupWalks walks(RollupPlan plan);
}
