package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.FencedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/** The terms in {@code _sync_run}, seen from inside a transaction that writes. */
final class Terms {

  /** Terms never fall, so the last run has the greatest. */
  private static final String LAST =
      "SELECT coalesce((SELECT term FROM main._sync_run ORDER BY cycle DESC LIMIT 1), 0)";

  private Terms() {}

  /**
   * The term of a run that begins now.
   *
   * @param term its own, if it has one
   * @throws FencedException if it is over
   */
  static long current(String attempted, Connection connection, OptionalLong term)
      throws SQLException {
    long last = Connections.number(connection, LAST);
    if (term.orElse(last) < last) {
      throw fenced(attempted, term.orElse(last), last);
    }
    return term.orElse(last);
  }

  /**
   * @throws FencedException if the term in which this cycle began is over
   */
  static void requireCurrent(String attempted, Connection connection, long cycle)
      throws SQLException {
    long own =
        Connections.number(
            connection,
            "SELECT coalesce((SELECT term FROM main._sync_run WHERE cycle = %s), 0)"
                .formatted(cycle));
    current(attempted, connection, OptionalLong.of(own));
  }

  private static FencedException fenced(String attempted, long term, long last) {
    return new FencedException(
        "%s in term %s: another process leads since, in term %s; this one must not write any more"
            .formatted(attempted, term, last));
  }
}
