package dev.tidemark.adapter.mysql;

import java.sql.SQLException;

/** Runs a transaction, and again when the server gave it up in passing. */
final class Attempts {

  private static final int MOST = 5;

  private Attempts() {}

  static <T> T of(SqlWork<T> transaction) throws SQLException {
    int attempt = 1;
    while (true) {
      try {
        return transaction.run();
      } catch (SQLException e) {
        if (MySqlErrors.kindOf(e) != MySqlErrors.Kind.PASSING || attempt == MOST) {
          throw e;
        }
        attempt++;
      }
    }
  }
}
