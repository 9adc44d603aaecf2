package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
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
import java.util.concurrent.atomic.AtomicBoolean;

/** The replica as a cycle writes it. */
final class SqliteReplicaStore implements ReplicaStore {

  private final ReplicaDatabase database;
  private final Schema schema;
  private final DiskSpace space;
  private final AtomicBoolean fullStaging = new AtomicBoolean();

  SqliteReplicaStore(ReplicaDatabase database, Schema schema) {
    this(database, schema, DiskSpace.ofTheSystem());
  }

  SqliteReplicaStore(ReplicaDatabase database, Schema schema, DiskSpace space) {
    this.database = database;
    this.schema = schema;
    this.space = space;
  }

  @Override
  public Staging stage(Mode mode) {
    database.requireWriter("stage rows");
    space.require(mode, database.file());
    return mode == Mode.FULL
        ? stageFull()
        : new SqliteStaging(schema, StagingFile.scratch(schema, database.file()), () -> {});
  }

  private Staging stageFull() {
    if (!fullStaging.compareAndSet(false, true)) {
      throw new AlreadyRunningException(
          "stage rows in %s: a full cycle is being staged already; wait for its end"
              .formatted(database.file().getParent()));
    }
    try {
      return new SqliteStaging(
          schema,
          StagingFile.kept(schema, database.file(), database::isStillWriting),
          () -> fullStaging.set(false));
    } catch (Throwable e) {
      fullStaging.set(false);
      throw e;
    }
  }

  @Override
  public Applied apply(Staging staging, ApplyPlan plan) {
    if (!(staging instanceof SqliteStaging own)) {
      throw new IllegalArgumentException("apply: this staging area was not made by this store");
    }
    String attempted = "apply cycle " + plan.cycle();
    return database.withWriter(
        attempted,
        connection -> {
          own.seal();
          letGo(connection);
          own.file().attachTo(connection);
          StopOnInterrupt.watch(connection);
          try {
            return database.commitToWrite(attempted, connection, writer -> apply(plan, writer));
          } finally {
            StopOnInterrupt.unwatch(connection);
            letGo(connection);
          }
        });
  }

  /** What is applied is not kept for another cycle. */
  private Applied apply(ApplyPlan plan, Connection writer) throws SQLException {
    Terms.requireCurrent("apply cycle " + plan.cycle(), writer, plan.cycle());
    Applied applied = new ApplyTransaction(schema, plan, writer).run();
    Connections.execute(writer, "DELETE FROM staging." + StagingTables.PROGRESS);
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException(
          "apply cycle %d in %s: stopped; nothing was changed"
              .formatted(plan.cycle(), database.file()));
    }
    return applied;
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
