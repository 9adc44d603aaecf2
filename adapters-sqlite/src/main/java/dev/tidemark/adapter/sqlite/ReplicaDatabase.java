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

  /** Takes the write lock at once, so that no work is done in vain. */
  static final String TO_WRITE = "BEGIN IMMEDIATE";

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
      return commit(openWriter(attempted), TO_WRITE, work);
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
        return commit(reader, "BEGIN", work);
      } finally {
        giveBack(reader);
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    }
  }

  /**
   * Begins and ends by hand: the driver begins anew right behind each commit, and when that fails,
   * it says that the commit did; and one that could not begin leaves the next without a
   * transaction.
   */
  static <T> T commit(Connection connection, String begin, Transaction<T> work)
      throws SQLException {
    Connections.execute(connection, begin);
    try {
      T result = work.run(connection);
      Connections.execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException | Error failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  /** SQLite may have rolled back by itself, when the disk fails: what it then says is no news. */
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      Connections.execute(connection, "ROLLBACK");
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

  /** Looks for the close again when it is given back: one of the two will see it. */
  private void giveBack(Connection reader) throws SQLException {
    if (readers.size() >= IDLE_READERS) {
      reader.close();
      return;
    }
    readers.push(reader);
    if (closed.get() && readers.remove(reader)) {
      reader.close();
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
    List<AutoCloseable> parts = new ArrayList<>();
    for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
      parts.add(reader);
    }
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
