package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;

/**
 * Ends the statement that SQLite runs when its thread is interrupted, with {@code
 * SQLITE_INTERRUPT}. Only for the work of a cycle: what is written about a cycle that was cancelled
 * is written by an interrupted thread.
 */
final class StopOnInterrupt extends ProgressHandler {

  /** A few milliseconds of work, beside which the question costs nothing. */
  private static final int STEPS = 100_000;

  private StopOnInterrupt() {}

  static void watch(Connection connection) throws SQLException {
    ProgressHandler.setHandler(connection, STEPS, new StopOnInterrupt());
  }

  static void unwatch(Connection connection) throws SQLException {
    ProgressHandler.clearHandler(connection);
  }

  @Override
  protected int progress() {
    return Thread.currentThread().isInterrupted() ? 1 : 0;
  }
}
