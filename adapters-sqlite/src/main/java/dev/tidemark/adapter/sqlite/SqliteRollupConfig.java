package dev.tidemark.adapter.sqlite;

import java.nio.file.Path;

/**
 * A SQLite file whose tables are sources of rollups, which are kept beside them in it. It must be
 * there, and have the tables, before a rollup is prepared.
 *
 * @param name what the store is called: {@code replica}
 * @param durable whether each commit survives a failure of power
 */
public record SqliteRollupConfig(String name, Path file, boolean durable) {

  public SqliteRollupConfig {
    file = file.toAbsolutePath().normalize();
  }

  /** Of the replica in this directory, called {@code replica}. */
  public static SqliteRollupConfig ofReplica(Path directory) {
    return new SqliteRollupConfig("replica", directory.resolve(ReplicaOpening.FILE), false);
  }

  /** Of the weak tier of the state in this directory, called {@code state}. */
  public static SqliteRollupConfig ofWeakState(Path directory) {
    return new SqliteRollupConfig("state", directory.resolve(StateFile.WEAK), false);
  }
}
