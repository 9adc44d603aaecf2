package dev.tidemark.adapter.mysql;

import dev.tidemark.adapter.mysql.FoundTable.FoundColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads how tables are from the server's catalogue, all of them by three queries. */
final class FoundTables {

  private final Connection connection;
  private final List<String> names;
  private final Map<String, String> wanted = new HashMap<>();

  /** Some servers keep the names of tables in lower case, and others tell the two apart. */
  FoundTables(Connection connection, Collection<String> names) {
    this.connection = connection;
    this.names = List.copyOf(names);
    names.forEach(name -> wanted.put(name.toLowerCase(Locale.ROOT), name));
  }

  /** Those that are there, by the names that were asked for. */
  Map<String, FoundTable> read() throws SQLException {
    Map<String, Map<String, FoundColumn>> columns = new HashMap<>();
    Map<String, Map<String, List<MirrorIndex.Part>>> indexes = new HashMap<>();
    each(
        "column_name, column_type, is_nullable, column_default, collation_name, extra",
        "columns",
        "",
        (table, row) ->
            columns
                .computeIfAbsent(table, any -> new HashMap<>())
                .put(row.getString(2), column(row)));
    each(
        "index_name, column_name, sub_part",
        "statistics",
        ", index_name, seq_in_index",
        (table, row) ->
            indexes
                .computeIfAbsent(table, any -> new HashMap<>())
                .computeIfAbsent(row.getString(2), any -> new ArrayList<>())
                .add(new MirrorIndex.Part(String.valueOf(row.getString(3)), row.getInt(4))));
    Map<String, FoundTable> found = new HashMap<>();
    each(
        "table_type, engine",
        "tables",
        "",
        (table, row) ->
            found.put(
                table,
                new FoundTable(
                    row.getString(2).equals("BASE TABLE"),
                    Optional.ofNullable(row.getString(3)),
                    columns.getOrDefault(table, Map.of()),
                    indexes.getOrDefault(table, Map.of()))));
    return found;
  }

  private static FoundColumn column(ResultSet row) throws SQLException {
    String collation = row.getString(6);
    return new FoundColumn(
        row.getString(3).toLowerCase(Locale.ROOT).replaceFirst("^bigint\\(\\d+\\)", "bigint"),
        row.getString(4).equals("YES"),
        row.getString(5) != null,
        collation == null ? "" : collation,
        row.getString(7).toLowerCase(Locale.ROOT));
  }

  private void each(String selected, String view, String order, Entry entry) throws SQLException {
    String query =
        ("SELECT table_name, %s FROM information_schema.%s WHERE table_schema = DATABASE()"
                + " AND table_name IN (%s) ORDER BY table_name%s")
            .formatted(selected, view, Names.marks(names.size()), order);
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < names.size(); i++) {
        statement.setString(i + 1, names.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String name = wanted.get(result.getString(1).toLowerCase(Locale.ROOT));
          if (name != null) {
            entry.read(name, result);
          }
        }
      }
    }
  }

  private interface Entry {
    void read(String table, ResultSet row) throws SQLException;
  }
}
