package dev.tidemark.bench;

import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.core.sync.spi.Upstream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: plain JDBC inserts the same rows, decoded beforehand, into the same tables with the
 * same pragmas, in batches of a thousand and one transaction.
 */
final class BaselineInsert {

  static final String INSERT = "plain JDBC batch insert of the decoded rows, ms";

  private static final int BATCH = 1_000;

  private BaselineInsert() {}

  public static void main(String[] arguments) {
    Schema schema = Bench.schema();
    Map<EntityType, List<Row>> rows = new LinkedHashMap<>();
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      Bench.inFreshDirectory(
          directory -> {
            try (Application application =
                Bench.application(schema, URI.create(arguments[0]), directory, Listener.NONE)) {
              if (rows.isEmpty()) {
                schema.types().forEach(type -> rows.put(type, fetch(application, type)));
              }
            }
            Bench.print(INSERT, Bench.time(() -> insert(directory, rows)));
          });
    }
  }

  private static List<Row> fetch(Application application, EntityType type) {
    List<Row> rows = new ArrayList<>();
    application
        .get(Upstream.class)
        .fetch(
            new Fetch.Everything(type),
            new RowSink() {
              @Override
              public void row(Row row) {
                rows.add(row);
              }

              @Override
              public void undecodable(Undecodable row) {
                throw new IllegalStateException("a row of the fixture cannot be decoded: " + row);
              }
            });
    return rows;
  }

  private static void insert(Path directory, Map<EntityType, List<Row>> rows) {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("replica.db"))) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = NORMAL");
        statement.execute("PRAGMA cache_size = -16384");
      }
      connection.setAutoCommit(false);
      for (Map.Entry<EntityType, List<Row>> each : rows.entrySet()) {
        insert(connection, each.getKey(), each.getValue());
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the baseline failed", e);
    }
  }

  private static void insert(Connection connection, EntityType type, List<Row> rows)
      throws SQLException {
    String columns = type.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    String values = type.fields().stream().map(field -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s)".formatted(type.name(), columns, values))) {
      int batched = 0;
      for (Row row : rows) {
        bind(statement, type, row);
        statement.addBatch();
        if (++batched % BATCH == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, EntityType type, Row row)
      throws SQLException {
    for (int i = 0; i < type.fields().size(); i++) {
      statement.setObject(i + 1, plain(row.value(i)));
    }
  }

  /** Instants are ISO-8601 text in whole seconds throughout the fixture. */
  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Instant instant ? instant.toString() : value;
  }
}
