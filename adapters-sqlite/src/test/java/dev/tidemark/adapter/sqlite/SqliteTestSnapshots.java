package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.testkit.contract.Snapshots;

/** Snapshots of a real replica as the contracts want them. */
record SqliteTestSnapshots(ReplicaOfSample replica, SqliteSnapshotStore opened)
    implements Snapshots {

  SqliteTestSnapshots(ReplicaOfSample replica) {
    this(replica, replica.store());
  }

  @Override
  public SnapshotStore store() {
    return opened;
  }

  @Override
  public void put(Row... rows) {
    replica.put(rows);
  }

  @Override
  public Snapshots reopen() {
    opened.close();
    return new SqliteTestSnapshots(replica);
  }

  @Override
  public void close() {
    opened.close();
    replica.close();
  }
}
