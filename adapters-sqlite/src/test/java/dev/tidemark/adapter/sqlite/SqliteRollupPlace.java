package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.contract.RollupFixture.RollupPlace;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.contract.RollupFixture.SourceTransaction;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** A SQLite file with the tables of {@link UsageSchema}, written past every store. */
final class SqliteRollupPlace implements RollupPlace, RollupSource {

  private final Path file;

  /**
   * As that of a process that writes to the source, so that its log is not closed by every other.
   */
  private final Connection open;

  private SqliteRollupPlace(Path file) {
    this.file = file;
    try {
      this.open = connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path fileIn(Path directory) {
    return directory.resolve("usage.db");
  }

  /** What is there already. */
  static SqliteRollupPlace at(Path directory) {
    return new SqliteRollupPlace(fileIn(directory));
  }

  /** A new one. */
  static SqliteRollupPlace in(Path directory) {
    SqliteRollupPlace place = at(directory);
    place.run(
        connection -> {
          for (EntityType type : UsageSchema.TYPES) {
            Connections.execute(connection, create(type));
          }
          return true;
        });
    return place;
  }

  /** One with the tables of all rollups, which take longer to make than most tests do. */
  static void begin(Path directory) {
    try (SqliteRollupPlace place = in(directory)) {
      new RollupPreparation(new RollupFile(place.file, false), UsageRollup.CAPTURED.plan())
          .makeBookkeeping();
    }
  }

  /** A copy of one that was begun, in a directory of its own below this one. */
  static SqliteRollupPlace copied(Path begun, Path directory) {
    try {
      Path own = Files.createTempDirectory(directory, "place");
      Files.copy(fileIn(begun), fileIn(own));
      return at(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String create(EntityType type) {
    Stream<String> columns =
        type.fields().stream()
            .map(field -> quote(field.name()) + " " + EntityTable.affinity(field));
    Stream<String> references =
        type.references().stream()
            .filter(Reference::required)
            .map(
                reference ->
                    "FOREIGN KEY (%s) REFERENCES %s ON DELETE CASCADE"
                        .formatted(quote(reference.fields().get(0)), quote(reference.target())));
    return Stream.concat(
            Stream.concat(columns, Stream.of("PRIMARY KEY (" + key(type) + ")")), references)
        .collect(Collectors.joining(", ", "CREATE TABLE " + quote(type.name()) + " (", ") STRICT"));
  }

  private static String key(EntityType type) {
    return quote(type.key().get(0));
  }

  <T> T run(Transaction<T> work) {
    try (Connection connection = connect()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(20_000);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  @Override
  public RollupStore newStore() {
    return new SqliteRollupStore(new SqliteRollupConfig("usage", file, false));
  }

  @Override
  public RollupSource source() {
    return this;
  }

  @Override
  public SourceTransaction begin() {
    try {
      Connection connection = connect();
      Connections.execute(connection, "BEGIN IMMEDIATE");
      return new Writes(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<Row> rows(EntityType type) {
    return run(
        connection -> {
          List<Row> rows = new ArrayList<>();
          String columns = EntityTable.list(type.fields(), field -> quote(field.name()));
          try (Statement statement = connection.createStatement();
              ResultSet result =
                  statement.executeQuery("SELECT " + columns + " FROM " + quote(type.name()))) {
            while (result.next()) {
              rows.add(new RowReader(type).readFields(result));
            }
          }
          return rows;
        });
  }

  /** The stored times of the bookkeeping and the notes, and of changes, move back. */
  @Override
  public void age(Duration by) {
    List<String> columns =
        List.of(
            "_rollup.watermark_time",
            "_rollup.stamp_time",
            "_rollup.complete_since",
            "_rollup.lease_until",
            "_rollup.success_at",
            "_rollup.failure_at",
            "usage.updated_at");
    run(
        connection -> {
          for (String column : columns) {
            String[] parts = column.split("\\.");
            if (Shape.of(connection).has(parts[0])) {
              moveBack(connection, parts[0], parts[1], by);
            }
          }
          for (String table : Shape.of(connection).tables()) {
            if (table.startsWith("_dirty_")) {
              moveBack(connection, table, "noted_at", by);
            }
          }
          return true;
        });
  }

  private static void moveBack(Connection connection, String table, String column, Duration by)
      throws SQLException {
    Connections.execute(
        connection,
        "UPDATE %s SET %s = strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', %2$s, '%s seconds') WHERE %2$s IS NOT NULL"
            .formatted(quote(table), quote(column), BigDecimal.valueOf(-by.toMillis(), 3)));
  }

  @Override
  public void putCell(RollupPlan plan, RollupCell cell) {
    removeCell(plan, cell);
    RollupSql sql = new RollupSql(plan);
    String values =
        Stream.generate(() -> "?").limit(sql.columns().size()).collect(Collectors.joining(", "));
    execute(
        "INSERT INTO %s (%s) VALUES (%s)".formatted(sql.table(), sql.columnList(), values),
        values(plan, cell, true));
  }

  @Override
  public void removeCell(RollupPlan plan, RollupCell cell) {
    RollupSql sql = new RollupSql(plan);
    String same =
        sql.cellColumns().stream()
            .map(column -> quote(column) + " IS ?")
            .collect(Collectors.joining(" AND "));
    execute("DELETE FROM %s WHERE %s".formatted(sql.table(), same), values(plan, cell, false));
  }

  private static List<@Nullable Object> values(RollupPlan plan, RollupCell cell, boolean measures) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(RollupSql.bucketText(cell.bucket()));
    add(plan.keyFields(), cell.keys(), values);
    if (measures) {
      add(plan.measureFields(), cell.measures(), values);
    }
    return values;
  }

  private static void add(
      List<Field> fields, List<@Nullable Object> from, List<@Nullable Object> to) {
    for (int i = 0; i < fields.size(); i++) {
      to.add(stored(fields.get(i), from.get(i)));
    }
  }

  private static @Nullable Object stored(Field field, @Nullable Object value) {
    if (value instanceof Instant instant) {
      return field.precision().orElse(Precision.NANOS).format(instant);
    }
    return value instanceof Boolean flag ? (Object) (flag ? 1 : 0) : value;
  }

  private void execute(String statement, List<@Nullable Object> parameters) {
    run(
        connection -> {
          execute(connection, statement, parameters);
          return true;
        });
  }

  private static void execute(Connection connection, String sql, List<@Nullable Object> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void drop(RollupPlan plan, Part part) {
    RollupSql sql = new RollupSql(plan);
    run(
        connection -> {
          switch (part) {
            case CELLS -> Connections.execute(connection, "DROP TABLE " + sql.table());
            case NOTES -> Connections.execute(connection, "DROP TABLE " + sql.notes());
            case SOURCE_TRIGGER -> dropTriggers(connection, sql, "e");
            case JOINED_TRIGGER -> dropTriggers(connection, sql, "j1");
          }
          return true;
        });
  }

  private static void dropTriggers(Connection connection, RollupSql sql, String alias)
      throws SQLException {
    String name =
        new RollupTriggers(sql)
            .triggers().keySet().stream()
                .filter(each -> each.contains("(" + alias + " "))
                .findFirst()
                .orElseThrow();
    Connections.execute(connection, "DROP TRIGGER " + quote(name));
  }

  @Override
  public void close() {
    try {
      open.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Some writes on a connection of their own. */
  private record Writes(Connection connection) implements SourceTransaction {

    @Override
    public void put(Row row) {
      EntityType type = row.type();
      String columns = EntityTable.list(type.fields(), field -> quote(field.name()));
      String values = type.fields().stream().map(field -> "?").collect(Collectors.joining(", "));
      String set =
          EntityTable.list(
              type.fields(), field -> "%s = excluded.%1$s".formatted(quote(field.name())));
      run(
          "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
              .formatted(quote(type.name()), columns, values, key(type), set),
          values(row));
    }

    private static List<@Nullable Object> values(Row row) {
      List<@Nullable Object> values = new ArrayList<>();
      row.type().fields().forEach(field -> values.add(stored(field, row.value(field.name()))));
      return values;
    }

    @Override
    public void remove(EntityType type, RowKey key) {
      run(
          "DELETE FROM %s WHERE %s = ?".formatted(quote(type.name()), SqliteRollupPlace.key(type)),
          List.copyOf(key.values()));
    }

    @Override
    public void commit() {
      run("COMMIT", List.of());
    }

    private void run(String statement, List<@Nullable Object> parameters) {
      try {
        execute(connection, statement, parameters);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
