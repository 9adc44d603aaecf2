package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the upstream's tables. */
final class SqliteReplicaReader implements ReplicaReader {

  private final ReplicaDatabase database;

  SqliteReplicaReader(ReplicaDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    EntityTable table = new EntityTable(type);
    String query =
        "SELECT %s FROM %s AS t WHERE %s"
            .formatted(table.storedColumnList(), table.name(), table.hasKey("t", "?1"));
    return database.read(
        "read " + type + " " + key,
        connection -> {
          List<Row> rows = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, key.text());
            read(statement, type, rows::add);
          }
          return rows.stream().findFirst();
        });
  }

  @Override
  public void scan(EntityType type, Consumer<Row> into) {
    EntityTable table = new EntityTable(type);
    String query =
        "SELECT %s FROM %s ORDER BY %s"
            .formatted(table.storedColumnList(), table.name(), table.keyList());
    database.read("read rows of " + type, connection -> scan(connection, query, type, into));
  }

  private static long scan(Connection connection, String query, EntityType type, Consumer<Row> into)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      return read(statement, type, into);
    }
  }

  private static long read(PreparedStatement statement, EntityType type, Consumer<Row> into)
      throws SQLException {
    RowReader reader = new RowReader(type);
    long rows = 0;
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        into.accept(reader.read(result));
        rows++;
      }
    }
    return rows;
  }
}
