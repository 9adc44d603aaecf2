package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.spi.MirrorTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** Runs one piece of work in a transaction, and again when the server gave it up in passing. */
final class WriteRun {

  private final MirrorConnections connections;
  private final Writing writing;

  WriteRun(MirrorConnections connections, Writing writing) {
    this.connections = connections;
    this.writing = writing;
  }

  <T> T run(Function<MirrorTransaction, T> work) {
    try {
      return Attempts.of(() -> attempt(work));
    } catch (SQLException e) {
      throw MySqlErrors.translate("write to mirror " + writing.mirror(), e);
    }
  }

  private <T> T attempt(Function<MirrorTransaction, T> work) throws SQLException {
    return connections.with(connection -> attempt(connection, work));
  }

  private <T> T attempt(Connection connection, Function<MirrorTransaction, T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    MySqlMirrorTransaction transaction = MySqlMirrorTransaction.begin(connection, writing);
    try {
      T result = work.apply(transaction);
      transaction.throwIfBroken();
      connection.commit();
      return result;
    } catch (RuntimeException | Error failure) {
      rollBack(connection, failure);
      transaction.throwIfPassing();
      throw failure;
    }
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e); // the server rolls back what its connection has left
    }
  }
}
