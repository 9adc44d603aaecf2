package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.spi.SnapshotFiles;
import dev.tidemark.testkit.contract.SnapshotFilesContract;
import dev.tidemark.testkit.contract.Snapshots;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSnapshotFilesTest implements SnapshotFilesContract {

  @TempDir Path directory;

  @Override
  public SnapshotFiles files() {
    return new SqliteSnapshotFiles();
  }

  @Override
  public Snapshots newSnapshots() {
    return new SqliteTestSnapshots(
        new ReplicaOfSample(directory.resolve(UUID.randomUUID().toString())));
  }
}
