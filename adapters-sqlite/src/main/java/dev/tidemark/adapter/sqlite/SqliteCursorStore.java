package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.CursorStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code _cursor} and {@code _upstream}. */
final class SqliteCursorStore implements CursorStore {

  private final ReplicaDatabase database;
  private final Schema schema;

  SqliteCursorStore(ReplicaDatabase database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  @Override
  public Map<EntityType, Cursor> cursors() {
    return database.read("read cursors", connection -> cursors(connection, schema));
  }

  static Map<EntityType, Cursor> cursors(Connection connection, Schema schema) throws SQLException {
    Map<EntityType, Cursor> cursors = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT type, followed_to, complete FROM main._cursor")) {
      while (row.next()) {
        cursors.put(
            schema.type(row.getString(1)),
            new Cursor(Instant.parse(row.getString(2)), row.getBoolean(3)));
      }
    }
    return cursors;
  }

  @Override
  public Optional<String> identity() {
    return database.read(
        "read the upstream's identity",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT identity FROM _upstream")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
          }
        });
  }
}
