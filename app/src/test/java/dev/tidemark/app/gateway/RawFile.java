package dev.tidemark.app.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the two files, as any other tool sees it. */
record RawFile(Path path) {

  static RawFile state(Path directory) {
    return new RawFile(directory.toAbsolutePath().resolve("state.db"));
  }

  static RawFile cache(Path directory) {
    return new RawFile(directory.toAbsolutePath().resolve("cache.db"));
  }

  RawFile execute(String... statements) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return this;
  }

  /** All rows, the columns with a bar between them. */
  List<String> query(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        found.add(String.join("|", row));
      }
    }
    return found;
  }

  /** How many rows each weak table has, in the order of the schema. */
  String counts() throws SQLException {
    String query =
        Tables.SCHEMA.weak().types().stream()
            .map(type -> "(SELECT count(*) FROM " + type.name() + ")")
            .collect(Collectors.joining(" || ' ' || ", "SELECT ", ""));
    return query(query).get(0);
  }

  Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
  }

  /** Deletes it with its log. */
  void delete() throws IOException {
    for (String end : Stream.of("", "-wal", "-shm").toList()) {
      Files.deleteIfExists(path.resolveSibling(path.getFileName() + end));
    }
  }
}
