package dev.tidemark.bench;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The baselines of a backfill, into the tables of a mirror that is prepared: one {@code LOAD DATA}
 * for each type from a file that is ready, and rewritten batches of rows that are in memory.
 */
final class BareLoad {

  private static final int BATCH = 1_000;

  private final Map<EntityType, List<@Nullable String[]>> rows = new LinkedHashMap<>();
  private final Map<EntityType, Path> files = new LinkedHashMap<>();

  /** Reads all rows of the replica and writes them to files in this directory. */
  BareLoad(Schema schema, ReplicaReader reader, Path directory) {
    for (EntityType type : schema.types()) {
      List<@Nullable String[]> values = reader.read(type, KeyRange.ALL, BareLoad::values);
      rows.put(type, values);
      files.put(type, write(directory.resolve(type.name() + ".tsv"), values));
    }
  }

  private static List<@Nullable String[]> values(Iterator<Row> rows) {
    List<@Nullable String[]> all = new ArrayList<>();
    rows.forEachRemaining(row -> all.add(values(row)));
    return all;
  }

  private static @Nullable String[] values(Row row) {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < row.type().fields().size(); i++) {
      values.add(text(row.value(i)));
    }
    values.add(row.extra().orElse(null));
    values.add(RowDigest.missing(row));
    values.add(row.vanishedAt().map(RowDigest::instant).orElse(null));
    return values.toArray(new String[0]);
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return RowDigest.instant(instant);
    }
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    return value == null ? null : value.toString();
  }

  private static Path write(Path file, List<@Nullable String[]> rows) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (@Nullable String[] row : rows) {
        out.write(
            Stream.of(row).map(BareLoad::escaped).collect(Collectors.joining("\t", "", "\n")));
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(@Nullable String value) {
    return value == null
        ? "\\N"
        : value
            .replace("\\", "\\\\")
            .replace("\t", "\\t")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
  }

  long count() {
    return rows.values().stream().mapToLong(List::size).sum();
  }

  void loadFiles(MirrorBench server) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<EntityType, Path> each : files.entrySet()) {
        statement.execute(
            "LOAD DATA LOCAL INFILE '%s' INTO TABLE `%s` CHARACTER SET utf8mb4 (%s)"
                .formatted(each.getValue(), each.getKey().name(), columns(each.getKey())));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("load files", e);
    }
  }

  void insertBatches(MirrorBench server) {
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      for (Map.Entry<EntityType, List<@Nullable String[]>> each : rows.entrySet()) {
        insert(connection, each.getKey(), each.getValue());
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("insert batches", e);
    }
  }

  private static void insert(Connection connection, EntityType type, List<@Nullable String[]> rows)
      throws SQLException {
    String places = "?" + ", ?".repeat(type.fields().size() + 2);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO `%s` (%s) VALUES (%s)".formatted(type.name(), columns(type), places))) {
      int batched = 0;
      for (@Nullable String[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          statement.setString(i + 1, row[i]);
        }
        statement.addBatch();
        if (++batched % BATCH == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private static String columns(EntityType type) {
    return Stream.concat(
            type.fields().stream().map(Field::name), Stream.of("_extra", "_missing", "_vanished"))
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }
}
