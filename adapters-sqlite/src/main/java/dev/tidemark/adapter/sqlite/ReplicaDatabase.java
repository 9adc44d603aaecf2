package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteConfig.Access;
import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open replica: at most one connection that writes, and a few that read. What writes may come
 * and go; what reads looks whether there is something to read. Safe for use by many threads; writes
 * queue.
 */
final class ReplicaDatabase implements AutoCloseable, ReadAccess {

  /** Takes the write lock at once, so that no work is done in vain. */
  static final String TO_WRITE = "BEGIN IMMEDIATE";

  private final Path file;
  private final Access access;
  private final Readers readers;
  private final AtomicReference<@Nullable Writer> writer = new AtomicReference<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param check whether what another process wrote can be read; run on every connection that reads
   */
  ReplicaDatabase(Path file, Access access, Transaction<?> check) {
    this.file = file;
    this.access = access;
    this.readers = new Readers(file, ReplicaFile::requireReplica, check);
  }

  @Override
  public Path file() {
    return file;
  }

  /** From now on, until it is {@linkplain #retire retired}, this process writes with it. */
  void startWriting(Writer next) {
    writing.lock();
    try {
      writer.set(next);
    } finally {
      writing.unlock();
    }
    if (closed.get()) {
      retire();
    }
  }

  /** Whether this process may write, as far as is known. */
  boolean isWriting() {
    Writer now = writer.get();
    return now != null && now.isEntitled() && !closed.get();
  }

  /** Looks whether this process may still write. */
  boolean isStillWriting() {
    Writer now = writer.get();
    return now != null && now.isStillEntitled() && !closed.get();
  }

  /**
   * Closes the writer, if there is one, unless somebody still works with it; does not wait.
   *
   * @return whether there is none now
   */
  boolean retire() {
    if (!writing.tryLock()) {
      return false;
    }
    try {
      closeWriter();
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void closeWriter() {
    Writer last = writer.getAndSet(null);
    try {
      if (last != null) {
        last.close();
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate("stop writing", file, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("stop writing", file, e);
    }
  }

  /** Runs the work in one transaction: all of it is committed, or nothing. */
  <T> T write(String attempted, Transaction<T> work) {
    return withWriter(attempted, connection -> commitToWrite(attempted, connection, work));
  }

  /** Runs the work on the writing connection, outside of any transaction. */
  <T> T withWriter(String attempted, Transaction<T> work) {
    writing.lock();
    try {
      return work.run(requireWriter(attempted).connection());
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    } finally {
      writing.unlock();
    }
  }

  /** As {@link #commit}, unless this process may no longer write when the work is done. */
  <T> T commitToWrite(String attempted, Connection connection, Transaction<T> work)
      throws SQLException {
    return commit(
        connection,
        TO_WRITE,
        same -> {
          T result = work.run(same);
          requireWriter(attempted);
          return result;
        });
  }

  @Override
  public <T> T read(String attempted, Transaction<T> work) {
    failIfClosed(attempted);
    try {
      return readers.read(work);
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    } catch (IOException e) {
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

  /**
   * The writer, if this process may write.
   *
   * @throws AlreadyRunningException if another one may
   */
  Writer requireWriter(String attempted) {
    failIfClosed(attempted);
    Writer now = writer.get();
    if (access == Access.EXCLUSIVE && now != null) {
      return now;
    }
    if (access == Access.SHARED && now != null && now.isStillEntitled()) {
      return now;
    }
    String what = attempted + " in " + file + ": ";
    throw access == Access.READ_ONLY
        ? new StorageException(what + "it is open for reading only", false)
        : new AlreadyRunningException(
            what + "another process leads and writes there; ask that one, or wait for its end");
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

  private void closeAll() throws SQLException {
    try {
      readers.close();
    } finally {
      closeWriter();
    }
  }
}
