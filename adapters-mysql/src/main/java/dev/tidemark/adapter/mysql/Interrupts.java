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

/**
 * Ends what a thread waits for when that thread is interrupted, which the driver does not hear. Its
 * connection is broken off; and as the server would work on for nobody, and hold its locks, it is
 * told on another one. Safe for use by many threads.
 */
final class Interrupts {

  private static final Duration POLL = Duration.ofMillis(50);

  private final Scheduler scheduler;
  private final MirrorConnections connections;

  Interrupts(Scheduler scheduler, MirrorConnections connections) {
    this.scheduler = scheduler;
    this.connections = connections;
  }

  /**
   * Does something with the connection.
   *
   * @throws CancelledException if the thread was interrupted before it was done; it still is
   */
  <T> T over(String attempted, Connection connection, SqlWork<T> work) throws SQLException {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(attempted, null);
    }
    long id = session(connection).getThreadId();
    Watched watched = new Watched(Thread.currentThread(), Watch.socket(connection));
    watched.look();
    try {
      return work.run();
    } catch (SQLException | RuntimeException e) {
      if (watched.isBroken()) {
        throw killed(id, cancelled(attempted, e));
      }
      throw e;
    } finally {
      watched.end();
    }
  }

  private static NativeSession session(Connection connection) throws SQLException {
    return (NativeSession) connection.unwrap(JdbcConnection.class).getSession();
  }

  private static CancelledException cancelled(
      String attempted, @org.jspecify.annotations.Nullable Exception cause) {
    return new CancelledException(attempted + " was stopped; nothing was changed", cause);
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
