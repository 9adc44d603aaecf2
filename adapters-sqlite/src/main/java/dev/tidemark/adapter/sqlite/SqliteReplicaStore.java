package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.Staging;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The replica as a cycle writes it. */
final class SqliteReplicaStore implements ReplicaStore {

  private final ReplicaDatabase database;
  private final Schema schema;

  SqliteReplicaStore(ReplicaDatabase database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  @Override
  public Staging stage(Mode mode) {
    return SqliteStaging.create(schema, database.file());
  }

  @Override
  public Applied apply(Staging staging, ApplyPlan plan) {
    if (!(staging instanceof SqliteStaging file)) {
      throw new IllegalArgumentException("apply: this staging area was not made by this store");
    }
    String attempted = "apply cycle " + plan.cycle();
    return database.withWriter(
        attempted,
        connection -> {
          file.seal();
          letGo(connection);
          Connections.attachScratch(connection, file.file(), "staging");
          try {
            return ReplicaDatabase.commit(
                connection,
                ReplicaDatabase.TO_WRITE,
                writer -> new ApplyTransaction(schema, plan, writer).run());
          } finally {
            letGo(connection);
          }
        });
  }

  /** Never fails: by then the cycle is committed or rolled back, and the next one tries again. */
  private static void letGo(Connection connection) {
    for (String step :
        List.of(
            "DROP TABLE IF EXISTS temp._parked",
            "DROP TABLE IF EXISTS temp._changed",
            "DROP TABLE IF EXISTS temp._gone",
            "DROP TABLE IF EXISTS temp._purged",
            "DETACH DATABASE staging")) {
      try {
        Connections.execute(connection, step);
      } catch (SQLException e) {
        // Not attached, or still in use: the next attach tells.
      }
    }
  }

  @Override
  public Map<EntityType, Counts> counts() {
    return database.read("count rows", connection -> RowCounts.of(schema, connection));
  }
}
