package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.testkit.contract.Replica;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real replica file as the contracts want it. */
final class SqliteTestReplica implements Replica {

  private final Path directory;
  private final Schema schema;
  private final ReplicaDatabase database;

  private SqliteTestReplica(Path directory, Schema schema, ReplicaDatabase database) {
    this.directory = directory;
    this.schema = schema;
    this.database = database;
  }

  static SqliteTestReplica open(Path directory, Schema schema) {
    return new SqliteTestReplica(
        directory, schema, ReplicaOpening.open(SqliteConfig.in(directory), schema));
  }

  ReplicaDatabase database() {
    return database;
  }

  @Override
  public ReplicaStore store() {
    return new SqliteReplicaStore(database, schema);
  }

  @Override
  public ChangeFeed feed() {
    return new SqliteChangeFeed(database, schema);
  }

  @Override
  public CursorStore cursors() {
    return new SqliteCursorStore(database, schema);
  }

  @Override
  public HeldRows held() {
    return new SqliteHeldRows(database, schema);
  }

  @Override
  public List<Row> rows(EntityType type) {
    return database.read("read rows", connection -> rows(connection, type));
  }

  private static List<Row> rows(Connection connection, EntityType type) throws SQLException {
    EntityTable table = new EntityTable(type);
    List<Row> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT %s FROM %s ORDER BY %s"
                    .formatted(table.columnList(), table.name(), table.keyList()))) {
      while (result.next()) {
        rows.add(row(type, result));
      }
    }
    return rows;
  }

  private static Row row(EntityType type, ResultSet result) throws SQLException {
    Row.Builder row = Row.builder(type);
    String missing = result.getString(EntityTable.MISSING);
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      if (missing == null || !missing.contains('"' + field.name() + '"')) {
        row.set(i, value(field, result, i + 1));
      }
    }
    String extra = result.getString(EntityTable.EXTRA);
    return (extra == null ? row : row.extra(extra)).build();
  }

  private static @Nullable Object value(Field field, ResultSet result, int column)
      throws SQLException {
    if (result.getObject(column) == null) {
      return null;
    }
    return switch (field.type()) {
      case INTEGER -> result.getLong(column);
      case REAL -> result.getDouble(column);
      case TEXT, JSON -> result.getString(column);
      case BOOLEAN -> result.getInt(column) == 1;
      case INSTANT -> Instant.parse(result.getString(column));
    };
  }

  @Override
  public Replica reopen() {
    close();
    return open(directory, schema);
  }

  @Override
  public void close() {
    database.close();
  }
}
