package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
          // What is sorted is allowed, and may be more than there is memory for.
          "PRAGMA temp_store = FILE",
          "PRAGMA encoding = " + EntityTable.text(source.encoding()),
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
    return new Filled(end, rows);
  }

  /**
   * Where the table is to be what it is in the source, SQLite takes its pages over, with its
   * indexes, if these are there before the rows; else they are made when all rows are there.
   */
  private static long fill(TableCopy copy, Connection connection) throws SQLException {
    List<String> indexes = copy.kept().createNamedIndexes();
    try (Statement statement = connection.createStatement()) {
      statement.execute(copy.kept().createTable());
      if (isSameInSource(copy, connection)) {
        Connections.execute(connection, indexes);
        return statement.executeUpdate(copy.asItIs());
      }
      int rows = statement.executeUpdate(copy.all());
      Connections.execute(connection, indexes);
      return rows;
    }
  }

  private static boolean isSameInSource(TableCopy copy, Connection connection) throws SQLException {
    return copy.isWhole()
        && hasSameShape(copy.kept(), connection)
        && Connections.number(connection, copy.hasMore()) == 0;
  }

  /** SQLite keeps the text of each statement that makes something, from the name of it on. */
  private static boolean hasSameShape(EntityTable table, Connection connection)
      throws SQLException {
    Set<String> there = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT sql FROM source.sqlite_schema WHERE tbl_name = ?")) {
      statement.setString(1, table.type().name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          there.add(row.getString(1));
        }
      }
    }
    return there.contains(table.createTable())
        && table.createNamedIndexes().stream().map(EntityTable::kept).allMatch(there::contains);
  }
}
