package dev.tidemark.adapter.mysql;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.core.time.Scheduler.Pending;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;

/**
 * Breaks a connection off that is used for too long at once. A timeout of the socket ends waiting
 * for an answer alone: who writes to a server that has stopped to read would wait for ever, and the
 * driver's own timeouts only ask the server, which does not listen. Safe for use by many threads.
 */
final class Watch {

  private final Scheduler scheduler;
  private final Duration limit;

  Watch(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limit = limit;
  }

  /** Does something with the connection, which fails if that is not done in time. */
  <T> T over(Connection connection, SqlWork<T> work) throws SQLException {
    Socket socket = socket(connection);
    Pending end = scheduler.after(limit, () -> breakOff(socket));
    try {
      return work.run();
    } finally {
      end.cancel();
    }
  }

  static Socket socket(Connection connection) throws SQLException {
    NativeSession session = (NativeSession) connection.unwrap(JdbcConnection.class).getSession();
    try {
      return session.getProtocol().getSocketConnection().getMysqlSocket();
    } catch (IOException e) {
      throw new SQLNonTransientConnectionException("the connection is closed", "08003", e);
    }
  }

  static void breakOff(Socket socket) {
    try {
      // With TLS, to close in order would wait for the very write that has to end.
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is broken already, which ends the write as well.
    }
  }
}
