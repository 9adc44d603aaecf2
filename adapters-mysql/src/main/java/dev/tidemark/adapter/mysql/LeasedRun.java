package dev.tidemark.adapter.mysql;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;

/** A write by who has a lease; one who has it no more may meet what the next one has written. */
final class LeasedRun {

  private final RollupRuns runs;
  private final Standings standings;
  private final Lease lease;

  LeasedRun(RollupRuns runs, Standings standings, Lease lease) {
    this.runs = runs;
    this.standings = standings;
    this.lease = lease;
  }

  /**
   * @param work checks the lease before its end
   */
  <T> T run(String attempted, RollupRuns.Work<T> work) {
    try {
      return runs.write(attempted, work);
    } catch (StorageException e) {
      throw cause(attempted, e);
    }
  }

  private RuntimeException cause(String attempted, StorageException failure) {
    try {
      runs.quickly(attempted, session -> standings.lock(session, attempted, lease));
      return failure;
    } catch (FencedException fenced) {
      fenced.addSuppressed(failure);
      return fenced;
    }
  }
}
