package dev.tidemark.adapter.mysql;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads many rows in the fastest way that the server allows, and remembers if that is not {@code
 * LOAD DATA}. Safe for use by many threads.
 */
final class BulkLoad {

  private final AtomicBoolean forbidden = new AtomicBoolean();

  /** Forgets what the server has not allowed. */
  void tryAgain() {
    forbidden.set(false);
  }

  /** Gives how many rows there were. */
  long run(Connection connection, TypeTable table, KeyRange range, Iterator<Row> rows)
      throws SQLException {
    if (!rows.hasNext()) {
      return 0;
    }
    if (!forbidden.get()) {
      try {
        return new LocalLoad(connection, table).run(range, rows);
      } catch (SQLException e) {
        // It says so before it asks for the first row.
        if (!MySqlErrors.forbidsLoading(e)) {
          throw e;
        }
        forbidden.set(!MySqlErrors.isDenied(e));
      }
    }
    return new Upsert(connection, table).run(rows);
  }
}
