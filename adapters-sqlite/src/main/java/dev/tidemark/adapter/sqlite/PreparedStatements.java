package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The statements of one connection, each prepared once; they close with it. For those whose results
 * are read to their end before anybody can ask for the same again. Not safe for use by many
 * threads.
 */
final class PreparedStatements implements AutoCloseable {

  private final Map<String, PreparedStatement> bySql = new HashMap<>();
  private final Connection connection;

  PreparedStatements(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  PreparedStatement of(String sql) throws SQLException {
    PreparedStatement known = bySql.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      bySql.put(sql, known);
    }
    return known;
  }

  /** Closes them while the connection stays open. */
  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : bySql.values()) {
      statement.close();
    }
  }
}
