package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The change feed in {@code _change}. */
final class SqliteChangeFeed implements ChangeFeed {

  /** Changes that are removed in one transaction: some tens of milliseconds. */
  private static final int AT_ONCE = 20_000;

  private static final String OLDEST =
      "SELECT position FROM _change WHERE position <= ? ORDER BY position LIMIT ?";

  private static final String OUTDATED =
      """
      SELECT position FROM (
        SELECT position, max(position) OVER (PARTITION BY type, key) AS latest FROM _change)
      WHERE position < latest AND position <= ? ORDER BY position LIMIT ?""";

  private final ReplicaDatabase database;
  private final Schema schema;

  SqliteChangeFeed(ReplicaDatabase database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  @Override
  public List<Change> after(Position position, int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("read changes: expected at least 1, found " + atMost);
    }
    return database.read(
        "read changes",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  SELECT position, type, key, kind, cycle, at FROM _change
                  WHERE position > ? ORDER BY position LIMIT ?""")) {
            statement.setLong(1, position.value());
            statement.setInt(2, atMost);
            return changes(statement);
          }
        });
  }

  private List<Change> changes(PreparedStatement statement) throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        changes.add(
            new Change(
                new Position(row.getLong(1)),
                row.getString(2),
                RowKey.parse(schema.type(row.getString(2)), row.getString(3)),
                Change.Kind.valueOf(row.getString(4)),
                row.getLong(5),
                Instant.parse(row.getString(6))));
      }
    }
    return changes;
  }

  @Override
  public Position latest() {
    return database.read("read the end of the feed", SqliteChangeFeed::latest);
  }

  /** As SQLite remembers it, so that pruning does not move it back. */
  static Position latest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT seq FROM sqlite_sequence WHERE name = '_change'")) {
      return result.next() ? new Position(result.getLong(1)) : Position.START;
    }
  }

  @Override
  public void prune(Position upTo) {
    long forgotten = AT_ONCE;
    while (forgotten == AT_ONCE && !Thread.currentThread().isInterrupted()) {
      forgotten = forget("prune the feed", positions(OLDEST, upTo, Set.of()));
    }
  }

  @Override
  public long compact(Position upTo, Set<Position> keeping) {
    return forget("compact the feed", positions(OUTDATED, upTo, keeping));
  }

  /** Found by a reader, since that may take long: those who write wait for the removal alone. */
  private List<Long> positions(String query, Position upTo, Set<Position> keeping) {
    return database.read(
        "look for old changes",
        connection -> {
          List<Long> found = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, upTo.value());
            statement.setInt(2, AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                found.add(row.getLong(1));
              }
            }
          }
          found.removeIf(position -> keeping.contains(new Position(position)));
          return found;
        });
  }

  private long forget(String attempted, List<Long> positions) {
    if (positions.isEmpty()) {
      return 0;
    }
    return database.write(
        attempted,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM _change WHERE position = ?")) {
            for (long position : positions) {
              statement.setLong(1, position);
              statement.addBatch();
            }
            statement.executeBatch();
            return (long) positions.size();
          }
        });
  }
}
