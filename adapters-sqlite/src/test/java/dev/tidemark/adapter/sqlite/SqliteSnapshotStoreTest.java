package dev.tidemark.adapter.sqlite;

import dev.tidemark.testkit.contract.SnapshotStoreContract;
import dev.tidemark.testkit.contract.Snapshots;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSnapshotStoreTest implements SnapshotStoreContract {

  @TempDir Path directory;

  @Override
  public Snapshots newSnapshots() {
    return new SqliteTestSnapshots(
        new ReplicaOfSample(directory.resolve(UUID.randomUUID().toString())));
  }
}
