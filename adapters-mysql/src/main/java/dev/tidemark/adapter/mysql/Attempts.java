package dev.tidemark.adapter.mysql;

import java.sql.SQLException;
import java.util.function.Predicate;

/** Runs a transaction, and again when the server gave it up in passing. */
final class Attempts {

  private static final int MOST = 5;

  private Attempts() {}

  static <T> T of(SqlWork<T> transaction) throws SQLException {
    return of(transaction, e -> MySqlErrors.kindOf(e) == MySqlErrors.Kind.PASSING);
  }

  /**
   * @param passing whether it may succeed the next time
   */
  static <T> T of(SqlWork<T> transaction, Predicate<SQLException> passing) throws SQLException {
    int attempt = 1;
    while (true) {
      try {
        return transaction.run();
      } catch (SQLException e) {
        if (attempt == MOST || !passing.test(e)) {
          throw e;
        }
        attempt++;
      }
    }
  }
}
