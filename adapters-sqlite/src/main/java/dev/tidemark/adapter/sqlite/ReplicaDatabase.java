package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open replica: at most one connection that writes, and a few that read. Safe for use by many
 * threads; writes queue.
 */
final class ReplicaDatabase implements AutoCloseable {

  private static final int IDLE_READERS = 4;

  private final Path file;
  private final @Nullable Connection writer;
  private final @Nullable WriterLock lock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedDeque<Connection> readers = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** With a writer and the lock that goes with it, or, to look only, with neither. */
  ReplicaDatabase(Path file, @Nullable Connection writer, @Nullable WriterLock lock) {
    this.file = file;
    this.writer = writer;
    this.lock = lock;
  }

  Path file() {
    return file;
  }

  /** Runs the work in one transaction: all of it is committed, or nothing. */
  <T> T write(String attempted, Transaction<T> work) {
    writing.lock();
    try {
      return commit(openWriter(attempted), work);
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    } finally {
      writing.unlock();
    }
  }

  /** Runs the work on the writing connection, outside of any transaction. */
  <T> T withWriter(String attempted, Transaction<T> work) {
    writing.lock();
    try {
      return work.run(openWriter(attempted));
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    } finally {
      writing.unlock();
    }
  }

  /** Runs the work on one consistent snapshot. */
  <T> T read(String attempted, Transaction<T> work) {
    try {
      Connection reader = borrow(attempted);
      try {
        return commit(reader, work);
      } finally {
        giveBack(reader);
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    }
  }

  static <T> T commit(Connection connection, Transaction<T> work) throws SQLException {
    try {
      connection.setAutoCommit(false);
      T result = work.run(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  /**
   * SQLite rolls back by itself when the disk fails, and a transaction may not even have begun; the
   * connection must be out of it either way, or the next work would run without one.
   */
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException second) {
      failure.addSuppressed(second);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException second) {
      failure.addSuppressed(second);
    }
  }

  private Connection openWriter(String attempted) {
    failIfClosed(attempted);
    if (writer == null) {
      throw new StorageException(
          attempted + " in " + file + ": it is open for reading only", false);
    }
    return writer;
  }

  private Connection borrow(String attempted) throws SQLException {
    failIfClosed(attempted);
    Connection idle = readers.poll();
    return idle == null ? Connections.reader(file) : idle;
  }

  private void giveBack(Connection reader) throws SQLException {
    if (closed.get() || readers.size() >= IDLE_READERS) {
      reader.close();
    } else {
      readers.push(reader);
    }
  }

  private void failIfClosed(String attempted) {
    if (closed.get()) {
      throw new StorageException(attempted + " in " + file + ": it is closed", false);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    writing.lock();
    try {
      closeAll();
    } catch (SQLException e) {
      throw SqliteErrors.translate("close the replica", file, e);
    } finally {
      writing.unlock();
    }
  }

  /** The lock goes last: until then nobody else may write. */
  private void closeAll() throws SQLException {
    List<AutoCloseable> parts = new ArrayList<>(readers);
    readers.clear();
    if (writer != null) {
      parts.add(writer);
    }
    if (lock != null) {
      parts.add(lock);
    }
    SQLException failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        failure = failure == null ? new SQLException(e.getMessage(), e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
