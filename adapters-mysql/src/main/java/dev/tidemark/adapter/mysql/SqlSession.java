package dev.tidemark.adapter.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements on one connection. Not safe for use by many threads. */
final class SqlSession {

  private final Connection connection;

  SqlSession(Connection connection) {
    this.connection = connection;
  }

  /** Takes a row out of an answer. */
  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** How many rows it has written, or found to be so already. */
  long update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeLargeUpdate();
    }
  }

  /** All rows of an answer. */
  <T> List<T> list(String sql, Reading<T> reading) throws SQLException {
    return read(sql, rows -> all(rows, reading));
  }

  private static <T> List<T> all(ResultSet rows, Reading<T> reading) throws SQLException {
    List<T> all = new ArrayList<>();
    while (rows.next()) {
      all.add(reading.read(rows));
    }
    return all;
  }

  <T> Optional<T> first(String sql, Reading<T> reading, @Nullable Object... values)
      throws SQLException {
    return read(
        sql, rows -> rows.next() ? Optional.of(reading.read(rows)) : Optional.empty(), values);
  }

  private <T> T read(String sql, Reading<T> reading, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      return reading.read(rows);
    }
  }

  /** The answer as it comes, which may be longer than the memory; nothing else runs meanwhile. */
  <T> T stream(String sql, Reading<T> reading) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet rows = statement.executeQuery()) {
        return reading.read(rows);
      }
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
