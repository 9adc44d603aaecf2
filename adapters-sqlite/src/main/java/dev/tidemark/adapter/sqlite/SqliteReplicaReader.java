package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.query.Extent;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the tables of a replica, or of a snapshot of one. */
final class SqliteReplicaReader implements ReplicaReader {

  private final ReadAccess database;

  SqliteReplicaReader(ReadAccess database) {
    this.database = database;
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    return find(type, List.of(key)).stream().findFirst();
  }

  @Override
  public List<Row> find(EntityType type, Collection<RowKey> keys) {
    String query = select(type) + " WHERE " + keyIs("=", type);
    return database.read(
        "read rows of " + type,
        connection -> {
          List<Row> rows = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            RowReader reader = new RowReader(type);
            for (RowKey key : new LinkedHashSet<>(keys)) {
              RowKeys.bind(statement, 1, key);
              try (ResultSet result = statement.executeQuery()) {
                if (result.next()) {
                  rows.add(reader.read(result));
                }
              }
            }
          }
          return rows;
        });
  }

  @Override
  public <T> T read(EntityType type, KeyRange range, Function<Iterator<Row>, T> work) {
    return database.read(
        "read rows of " + type,
        connection -> {
          try (PreparedStatement statement = prepare(connection, type, range);
              ResultSet result = statement.executeQuery()) {
            return work.apply(
                new StoredRows<>(
                    database.file(), "read rows of " + type, result, new RowReader(type)::read));
          }
        });
  }

  @Override
  public Extent extent(EntityType type) {
    String newest =
        type.version().map(name -> "max(" + EntityTable.quote(name) + ")").orElse("NULL");
    String query = "SELECT count(*), %s FROM %s".formatted(newest, new EntityTable(type).name());
    return database.read(
        "count rows of " + type,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet result = statement.executeQuery(query)) {
            return new Extent(
                result.getLong(1), Optional.ofNullable(result.getString(2)).map(Instant::parse));
          }
        });
  }

  private static PreparedStatement prepare(Connection connection, EntityType type, KeyRange range)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    range.after().ifPresent(key -> conditions.add(keyIs(">", type)));
    range.upTo().ifPresent(key -> conditions.add(keyIs("<=", type)));
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    PreparedStatement statement =
        connection.prepareStatement(
            select(type) + where + " ORDER BY " + new EntityTable(type).keyList());
    int next = 1;
    for (Optional<RowKey> bound : List.of(range.after(), range.upTo())) {
      if (bound.isPresent()) {
        RowKeys.bind(statement, next, bound.get());
        next += type.key().size();
      }
    }
    return statement;
  }

  private static String select(EntityType type) {
    EntityTable table = new EntityTable(type);
    return "SELECT %s FROM %s".formatted(table.storedColumnList(), table.name());
  }

  private static String keyIs(String operator, EntityType type) {
    return "(%s) %s (%s)"
        .formatted(
            new EntityTable(type).keyList(),
            operator,
            String.join(", ", Collections.nCopies(type.key().size(), "?")));
  }
}
