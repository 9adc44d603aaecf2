package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Runs statements that share their numbered parameters; each is given as many of them as it has.
 */
final class Statements {

  private final Connection connection;
  private final List<Object> parameters;

  Statements(Connection connection, Object... parameters) {
    this.connection = connection;
    this.parameters = List.of(parameters);
  }

  void execute(String... statements) throws SQLException {
    execute(List.of(statements));
  }

  void execute(List<String> statements) throws SQLException {
    for (String sql : statements) {
      update(sql);
    }
  }

  /** Runs one statement and says how many rows it changed. */
  long update(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int count = statement.getParameterMetaData().getParameterCount();
      for (int i = 0; i < count; i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return statement.executeUpdate();
    }
  }

  /** The one number that a query without parameters gives. */
  long number(String query) throws SQLException {
    return Connections.number(connection, query);
  }

  /** What a query of names and numbers without parameters gives. */
  Map<String, Long> numbers(String query) throws SQLException {
    return Connections.numbers(connection, query);
  }
}
