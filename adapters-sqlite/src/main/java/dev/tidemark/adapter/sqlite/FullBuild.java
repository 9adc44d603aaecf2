package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.snapshot.SnapshotPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Fills a new file with what a plan allows, in one read transaction on the source. Nothing else is
 * ever in the file.
 */
final class FullBuild {

  private final SnapshotPlan plan;
  private final SnapshotSource source;

  FullBuild(SnapshotPlan plan, SnapshotSource source) {
    this.plan = plan;
    this.source = source;
  }

  /**
   * What is in the file, and as of where in the feed.
   *
   * @param rows -1 where nobody counted
   */
  record Filled(Optional<FeedMark> end, long rows) {}

  /**
   * @param file empty, and nobody else's
   */
  Filled fill(Path file) throws SQLException {
    try (Connection connection = Connections.scratch(file)) {
      StopOnInterrupt.watch(connection);
      Connections.execute(
          connection,
          "PRAGMA main.page_size = " + SnapshotFormat.PAGE_SIZE,
          "PRAGMA main.application_id = " + SnapshotFormat.APPLICATION_ID,
          "PRAGMA main.user_version = " + SnapshotFormat.FORMAT);
      source.attachTo(connection);
      Filled filled = ReplicaDatabase.commit(connection, "BEGIN", this::fill);
      source.detachFrom(connection);
      return filled;
    }
  }

  private Filled fill(Connection connection) throws SQLException {
    source.require(plan, connection);
    Optional<FeedMark> end = source.end(connection);
    SnapshotSchema.create(connection, plan.schema());
    long rows = 0;
    for (SnapshotPlan.Table table : plan.tables()) {
      rows += fill(source.copy(table), connection);
    }
    for (EntityType type : plan.schema().types()) {
      Connections.execute(connection, new EntityTable(type).createIndexes());
    }
    return new Filled(end, rows);
  }

  private static long fill(TableCopy copy, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(copy.kept().createTable());
      return statement.executeUpdate(copy.all());
    }
  }
}
