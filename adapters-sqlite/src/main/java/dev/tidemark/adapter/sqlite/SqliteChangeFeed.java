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

/** The change feed in {@code _change}. */
final class SqliteChangeFeed implements ChangeFeed {

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
    database.write(
        "prune the feed",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM _change WHERE position <= ?")) {
            statement.setLong(1, upTo.value());
            return statement.executeUpdate();
          }
        });
  }
}
