package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the state that is open: one connection that writes, made again after it failed, and a
 * few that read. Safe for use by many threads; writes queue.
 */
final class StateDatabase implements AutoCloseable {

  private final StateFile file;
  private final Readers readers;
  private final AtomicReference<@Nullable OpenFile> opened = new AtomicReference<>();
  private final AtomicReference<@Nullable Connection> writer = new AtomicReference<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** One that is read only until it {@linkplain #use uses} a file. */
  StateDatabase(StateFile file) {
    this.file = file;
    this.readers =
        new Readers(
            file.path(),
            file::requireReadable,
            connection -> {
              file.tables().check(connection);
              return true;
            });
  }

  StateFile file() {
    return file;
  }

  /**
   * Writes to this file from now on, and to no other that takes its name. The connection is made at
   * once: one that only reads leaves a log behind when it is the last to close.
   */
  void use(OpenFile next) throws SQLException {
    writing.lock();
    try {
      closeWriter();
      opened.set(next);
      writer.set(Connections.state(file.path(), file.durable()));
    } finally {
      writing.unlock();
    }
  }

  /** Closes what writes, until it is wanted again. */
  void letGo() throws SQLException {
    writing.lock();
    try {
      closeWriter();
    } finally {
      writing.unlock();
    }
  }

  /** What this process writes to. */
  OpenFile opened(String attempted) {
    failIfClosed(attempted);
    OpenFile now = opened.get();
    if (now == null) {
      throw new StorageException(
          attempted + " in " + file.path() + ": it is open for reading only", false);
    }
    return now;
  }

  /** Whether its name still stands for the file that this process writes to, if it writes. */
  boolean isInPlace() {
    OpenFile now = opened.get();
    return now == null || now.isInPlace();
  }

  /**
   * Runs the work in one transaction: all of it is committed, or nothing.
   *
   * @throws SQLException as it comes, since what follows from it is not the same for both tiers
   */
  <T> T write(String attempted, Transaction<T> work) throws SQLException {
    return withWriter(
        attempted,
        connection ->
            ReplicaDatabase.commit(
                connection,
                ReplicaDatabase.TO_WRITE,
                same -> {
                  T result = work.run(same);
                  requireInPlace(attempted);
                  return result;
                }));
  }

  /** Runs the work on the writing connection, outside of any transaction. */
  <T> T withWriter(String attempted, Transaction<T> work) throws SQLException {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException(attempted + ": work must not begin another transaction");
    }
    writing.lock();
    try {
      return work.run(connection(attempted));
    } catch (SQLException | StorageException failure) {
      closeAfter(failure);
      throw failure;
    } finally {
      writing.unlock();
    }
  }

  private Connection connection(String attempted) throws SQLException {
    opened(attempted);
    requireInPlace(attempted);
    Connection kept = writer.get();
    if (kept != null) {
      return kept;
    }
    Connection made = Connections.state(file.path(), file.durable());
    writer.set(made);
    return made;
  }

  /** What is written to a file without its name is lost, and nobody would know. */
  void requireInPlace(String attempted) {
    if (!isInPlace()) {
      throw new StorageException(
          "%s in %s: the file was moved, deleted or replaced under this process; nothing was written; put it back, or restart to use what is there now"
              .formatted(attempted, file.path()),
          false);
    }
  }

  /** Whoever comes next gets a new one, in whatever state this one is. */
  private void closeAfter(Exception failure) {
    try {
      closeWriter();
    } catch (SQLException second) {
      failure.addSuppressed(second);
    }
  }

  private void closeWriter() throws SQLException {
    Connection last = writer.getAndSet(null);
    if (last != null) {
      last.close();
    }
  }

  /** Runs the work on one consistent snapshot; of nothing, if there is no file. */
  <T> T read(String attempted, Transaction<T> work) throws SQLException, IOException {
    failIfClosed(attempted);
    if (file.isThere()) {
      return readers.read(work);
    }
    try (Connection nothing = file.empty()) {
      return work.run(nothing);
    }
  }

  /** As {@link #read}, of the file that this process writes to, if it writes, and of no other. */
  <T> T readInPlace(String attempted, Transaction<T> work) throws SQLException, IOException {
    failIfClosed(attempted);
    requireInPlace(attempted);
    return read(attempted, work);
  }

  private void failIfClosed(String attempted) {
    if (closed.get()) {
      throw new StorageException(attempted + " in " + file.path() + ": it is closed", false);
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
      throw file.translate("close " + file.mark().what(), e);
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
