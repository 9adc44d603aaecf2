package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which tables a file has, as SQLite itself tells. Upper and lower case count as the same. */
final class Shape {

  private static final String COLUMNS =
      """
      SELECT t.name, c.name, c.type, c."notnull", c.pk
      FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY t.name, c.cid""";

  private final Map<String, Map<String, Column>> tables = new TreeMap<>(caseless());

  private Shape() {}

  static Shape of(Connection connection) throws SQLException {
    Shape shape = new Shape();
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery(COLUMNS)) {
      while (columns.next()) {
        shape
            .tables
            .computeIfAbsent(columns.getString(1), table -> new TreeMap<>(caseless()))
            .put(
                columns.getString(2),
                new Column(columns.getString(3), columns.getBoolean(4), columns.getInt(5)));
      }
    }
    return shape;
  }

  private static Comparator<String> caseless() {
    return String.CASE_INSENSITIVE_ORDER;
  }

  Set<String> tables() {
    return tables.keySet();
  }

  boolean has(String table) {
    return tables.containsKey(table);
  }

  /** By name; none if there is no such table. */
  Map<String, Column> columns(String table) {
    return tables.getOrDefault(table, Map.of());
  }

  /** Names of the columns of the primary key, in its order. */
  List<String> key(String table) {
    return columns(table).entrySet().stream()
        .filter(column -> column.getValue().keyPart() > 0)
        .sorted(Comparator.comparing(column -> column.getValue().keyPart()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * @param declared its type, as whoever made the table wrote it
   * @param keyPart its place in the primary key, from 1; 0 outside of it
   */
  record Column(String declared, boolean notNull, int keyPart) {

    /** Whether values of a column of this type stay what they are in this one. */
    boolean keeps(String affinity) {
      String is = affinity();
      return is.equals(affinity) || (is.equals("NUMERIC") && affinity.equals("INTEGER"));
    }

    /** What SQLite makes of the declared type. */
    private String affinity() {
      String type = declared.toUpperCase(Locale.ROOT);
      if (type.contains("INT")) {
        return "INTEGER";
      }
      if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
        return "TEXT";
      }
      if (type.isEmpty() || type.contains("BLOB")) {
        return "BLOB";
      }
      boolean real = type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB");
      return real ? "REAL" : "NUMERIC";
    }
  }
}
