package dev.tidemark.adapter.mysql;

import dev.tidemark.core.schema.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes rows by their keys, many with each statement. */
final class Deletion {

  private static final int MOST_KEYS = 500;

  private final Connection connection;
  private final TypeTable table;

  Deletion(Connection connection, TypeTable table) {
    this.connection = connection;
    this.table = table;
  }

  /** Gives how many there were. */
  int run(List<RowKey> keys) throws SQLException {
    int deleted = 0;
    for (int from = 0; from < keys.size(); from += MOST_KEYS) {
      deleted += delete(keys.subList(from, Math.min(keys.size(), from + MOST_KEYS)));
    }
    return deleted;
  }

  private int delete(List<RowKey> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql(table, keys.size()))) {
      int next = 1;
      for (RowKey key : keys) {
        next = Keys.set(statement, next, key);
      }
      return statement.executeUpdate();
    }
  }

  static String sql(TypeTable table, int count) {
    List<String> key = table.type().key();
    String condition =
        key.size() == 1
            ? Names.list(key) + " IN (" + Names.marks(count) + ")"
            : Stream.generate(() -> is(key)).limit(count).collect(Collectors.joining(" OR "));
    return "DELETE FROM " + table.quotedName() + " WHERE " + condition;
  }

  private static String is(List<String> key) {
    return key.stream()
        .map(column -> Names.quote(column) + " = ?")
        .collect(Collectors.joining(" AND ", "(", ")"));
  }
}
