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
  <T> T over(String attempted, Outcome outcome, Connection connection, SqlWork<T> work)
      throws SQLException {
    stopIfInterrupted(attempted, outcome);
    return watched(attempted, outcome.before(), connection, work);
  }

  /**
   * Commits, which a server may take long for, too.
   *
   * @throws CancelledException if the thread was interrupted before it was done; it still is. Of
   *     one that had begun nobody knows whether it was done: its message says so.
   */
  void commit(String attempted, Outcome outcome, Connection connection) throws SQLException {
    stopIfInterrupted(attempted, outcome);
    SqlWork<Boolean> commit =
        () -> {
          connection.commit();
          return true;
        };
    watched(attempted, outcome.committing(), connection, commit);
  }

  private static void stopIfInterrupted(String attempted, Outcome outcome) {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(attempted, outcome, null);
    }
  }

  private <T> T watched(String attempted, String known, Connection connection, SqlWork<T> work)
      throws SQLException {
    long id = session(connection).getThreadId();
    Watched watched = new Watched(Thread.currentThread(), Watch.socket(connection));
    watched.look();
    try {
      return work.run();
    } catch (SQLException | RuntimeException e) {
      if (e instanceof CancelledException) {
        watched.look(); // or it could be too early for it to have seen the interrupt
      }
      if (watched.isBroken()) {
        throw killed(id, cancelled(attempted, known, e));
      }
      throw e;
    } finally {
      watched.end();
    }
  }

  private static NativeSession session(Connection connection) throws SQLException {
    return (NativeSession) connection.unwrap(JdbcConnection.class).getSession();
  }

  /** Before the commit. */
  static CancelledException cancelled(
      String attempted, Outcome outcome, @Nullable Exception cause) {
    return cancelled(attempted, outcome.before(), cause);
  }

  /** What was stopped within it on another connection knows best what became of it. */
  private static CancelledException cancelled(
      String attempted, String known, @Nullable Exception cause) {
    return cause instanceof CancelledException inner
        ? inner
        : new CancelledException(attempted + " was stopped; " + known, cause);
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
