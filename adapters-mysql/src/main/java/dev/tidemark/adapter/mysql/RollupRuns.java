package dev.tidemark.adapter.mysql;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Runs transactions on rollups, each on a connection of its own. Safe for use by many threads. */
final class RollupRuns {

  /** For one statement over many events; who is not so patient interrupts. */
  private static final Duration LONG = Duration.ofHours(1);

  private final MirrorConnections connections;
  private final Interrupts interrupts;
  private final Outcome outcome;

  RollupRuns(MirrorConnections connections, Interrupts interrupts) {
    this(connections, interrupts, Outcome.UNCHANGED);
  }

  private RollupRuns(MirrorConnections connections, Interrupts interrupts, Outcome outcome) {
    this.connections = connections;
    this.interrupts = interrupts;
    this.outcome = outcome;
  }

  /** For work that is more than one transaction: says so when it is interrupted. */
  RollupRuns leaving(Outcome stopped) {
    return new RollupRuns(connections, interrupts, stopped);
  }

  /** Something that is done in one transaction. */
  interface Work<T> {
    T run(SqlSession session) throws SQLException;
  }

  /**
   * All of it or nothing, but for statements that commit by themselves, as those do that define
   * something; again if the server gave it up in passing.
   */
  <T> T write(String attempted, Work<T> work) {
    return run(attempted, connection -> writing(attempted, connection, work));
  }

  /**
   * The same on a connection that is none of the pool, for who has one of these already: many of
   * them would otherwise wait for each other.
   */
  <T> T writeApart(String attempted, Work<T> work) {
    return translated(
        attempted, () -> connections.setUp(connection -> writing(attempted, connection, work)));
  }

  private <T> T writing(String attempted, Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result = interruptible(attempted, connection, work);
    interrupts.commit(attempted, outcome, connection);
    return result;
  }

  /** Reads as of one moment. */
  <T> T read(String attempted, Work<T> work) {
    return run(
        attempted,
        connection -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          connection.setAutoCommit(false);
          return interruptible(
              attempted,
              connection,
              session -> {
                session.update("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
                return work.run(session);
              });
        });
  }

  private <T> T interruptible(String attempted, Connection connection, Work<T> work)
      throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) LONG.toMillis());
    return interrupts.over(
        attempted, outcome, connection, () -> work.run(new SqlSession(connection)));
  }

  /** Short ones, which are done even by a thread that was told to stop. */
  <T> T quickly(String attempted, Work<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return run(
          attempted,
          connection -> {
            connection.setAutoCommit(false);
            T result = work.run(new SqlSession(connection));
            connection.commit();
            return result;
          });
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T run(String attempted, SetupConnections.Use<T> transaction) {
    return translated(attempted, () -> attempt(attempted, transaction));
  }

  private static <T> T translated(String attempted, SqlWork<T> transaction) {
    try {
      return Attempts.of(transaction, RollupRuns::isPassing);
    } catch (SQLException e) {
      throw translate(attempted, e);
    }
  }

  /** Also when another writer had the same cell to write: it is there the next time. */
  private static boolean isPassing(SQLException failure) {
    return MySqlErrors.kindOf(failure) == MySqlErrors.Kind.PASSING
        || failure.getErrorCode() == Reasons.DUPLICATE;
  }

  private <T> T attempt(String attempted, SetupConnections.Use<T> transaction) throws SQLException {
    return MirrorConnections.over(
        borrow(attempted), connection -> orRolledBack(connection, transaction));
  }

  private static <T> T orRolledBack(Connection connection, SetupConnections.Use<T> transaction)
      throws SQLException {
    try {
      return transaction.with(connection);
    } catch (SQLException | RuntimeException | Error failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  private Connection borrow(String attempted) throws SQLException {
    try {
      return connections.borrow();
    } catch (SQLException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw Interrupts.cancelled(attempted, outcome, e);
      }
      throw e;
    }
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e); // the server rolls back what its connection has left
    }
  }

  /** What no column takes is no row of a mirror that could be put aside, but a sum. */
  static TidemarkException translate(String attempted, SQLException failure) {
    return MySqlErrors.kindOf(failure) == MySqlErrors.Kind.ROWS
        ? new StorageException(
            "%s: %s; correct the events"
                .formatted(
                    attempted,
                    MySqlErrors.rowReason(
                        failure.getErrorCode(), String.valueOf(failure.getMessage()))),
            false,
            failure)
        : MySqlErrors.translate(attempted, failure);
  }
}
