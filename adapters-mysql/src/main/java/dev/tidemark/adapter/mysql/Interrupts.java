package dev.tidemark.adapter.mysql;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.core.time.Scheduler.Pending;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a thread waits for when that thread is interrupted, which the driver does not hear. Its
 * connection is broken off; and as the server would work on for nobody, and hold its locks, it is
 * told on another one. Safe for use by many threads.
 */
final class Interrupts {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final String UNCHANGED = "nothing was changed";
  private static final String UNKNOWN = "it was being committed, and may be done or not";

  private final Scheduler scheduler;
  private final MirrorConnections connections;

  Interrupts(Scheduler scheduler, MirrorConnections connections) {
    this.scheduler = scheduler;
    this.connections = connections;
  }

  /**
   * Does something with the connection, which is not committed.
   *
   * @throws CancelledException if the thread was interrupted before it was done; it still is
   */
  <T> T over(String attempted, Connection connection, SqlWork<T> work) throws SQLException {
    return over(attempted, connection, work, UNCHANGED);
  }

  /**
   * Commits, which a server may take long for, too.
   *
   * @throws CancelledException if the thread was interrupted before it was done; it still is. Of
   *     one that had begun nobody knows whether it was done: its message says so.
   */
  void commit(String attempted, Connection connection) throws SQLException {
    SqlWork<Boolean> commit =
        () -> {
          connection.commit();
          return true;
        };
    over(attempted, connection, commit, UNKNOWN);
  }

  private <T> T over(String attempted, Connection connection, SqlWork<T> work, String outcome)
      throws SQLException {
    if (Thread.currentThread().isInterrupted()) {
      throw unchanged(attempted, null);
    }
    long id = session(connection).getThreadId();
    Watched watched = new Watched(Thread.currentThread(), Watch.socket(connection));
    watched.look();
    try {
      return work.run();
    } catch (SQLException | RuntimeException e) {
      if (watched.isBroken()) {
        throw killed(id, cancelled(attempted, outcome, e));
      }
      throw e;
    } finally {
      watched.end();
    }
  }

  private static NativeSession session(Connection connection) throws SQLException {
    return (NativeSession) connection.unwrap(JdbcConnection.class).getSession();
  }

  static CancelledException unchanged(String attempted, @Nullable Exception cause) {
    return cancelled(attempted, UNCHANGED, cause);
  }

  private static CancelledException cancelled(
      String attempted, String outcome, @Nullable Exception cause) {
    return new CancelledException(attempted + " was stopped; " + outcome, cause);
  }

  private CancelledException killed(long id, CancelledException cancelled) {
    Thread.interrupted(); // or there would be no connection to get
    try (Connection other = connections.borrow();
        Statement statement = other.createStatement()) {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      cancelled.addSuppressed(e); // it is gone already, or notices when it has something to say
    } finally {
      Thread.currentThread().interrupt();
    }
    return cancelled;
  }

  /** One thread that waits for one connection. */
  private final class Watched {

    private final Thread thread;
    private final Socket socket;
    private Pending next = () -> {};
    private boolean broken;
    private boolean ended;

    Watched(Thread thread, Socket socket) {
      this.thread = thread;
      this.socket = socket;
    }

    synchronized void look() {
      if (ended) {
        return;
      }
      if (thread.isInterrupted()) {
        broken = true;
        Watch.breakOff(socket);
      } else {
        next = scheduler.after(POLL, this::look);
      }
    }

    synchronized boolean isBroken() {
      return broken;
    }

    synchronized void end() {
      ended = true;
      next.cancel();
    }
  }
}
