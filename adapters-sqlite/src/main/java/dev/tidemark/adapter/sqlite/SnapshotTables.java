package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at what tables there are. */
final class SnapshotTables {

  private SnapshotTables() {}

  /** The first page of every table whose rows count as content. */
  static SortedMap<String, Long> roots(Connection connection) throws SQLException {
    SortedMap<String, Long> roots = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT name, rootpage FROM main.sqlite_schema WHERE type = 'table' AND name <> '_snapshot'")) {
      while (result.next()) {
        roots.put(result.getString(1), result.getLong(2));
      }
    }
    return roots;
  }

  /** The first pages of all trees, but for that of the schema itself. */
  static List<Long> allRoots(Connection connection) throws SQLException {
    List<Long> roots = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT rootpage FROM main.sqlite_schema WHERE rootpage > 0")) {
      while (result.next()) {
        roots.add(result.getLong(1));
      }
    }
    return roots;
  }

  static Set<String> names(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT name FROM main.sqlite_schema WHERE type = 'table'")) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  /** Names of the columns of a table or view, in its order; none if there is no such. */
  static Set<String> columns(Connection connection, String database, String table)
      throws SQLException {
    Set<String> columns = new LinkedHashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT name FROM pragma_table_info(?, ?)")) {
      statement.setString(1, table);
      statement.setString(2, database);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(row.getString(1));
        }
      }
    }
    return columns;
  }
}
