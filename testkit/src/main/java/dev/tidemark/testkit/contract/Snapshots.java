package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.spi.SnapshotStore;

/** A store of snapshots with a source of its own, which a contract can write to. */
public interface Snapshots extends AutoCloseable {

  SnapshotStore store();

  /** Commits these rows of {@link Sample#SCHEMA} to the source, in the place of those they have. */
  void put(Row... rows);

  /**
   * Ends this process and begins another one in the same data directory, with the same source; the
   * store of before is of no use any more.
   */
  Snapshots reopen();

  /** Idempotent. */
  @Override
  void close();
}
