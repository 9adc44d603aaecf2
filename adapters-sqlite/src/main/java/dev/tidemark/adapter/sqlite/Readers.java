package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Connections that read one file; a few are kept for the next who reads. One whose file is not the
 * one of that name any more is not used again, unless no file of that name ever changes, nor is one
 * that failed. Safe for use by many threads.
 */
final class Readers {

  private static final int IDLE = 4;

  private final Path file;
  private final Opening opening;
  private final Consumer<Path> look;
  private final Transaction<?> check;
  private final boolean fixed;
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param look refuses a file that cannot be read, before it is opened
   * @param check run on every connection before its first use
   */
  Readers(Path file, Consumer<Path> look, Transaction<?> check) {
    this(file, Connections::reader, look, check, false);
  }

  private Readers(
      Path file, Opening opening, Consumer<Path> look, Transaction<?> check, boolean fixed) {
    this.fixed = fixed;
    this.file = file;
    this.opening = opening;
    this.look = look;
    this.check = check;
  }

  /** For a file that never changes: what is open is good, even when the name is gone. */
  static Readers ofFixed(Path file) {
    return new Readers(file, Connections::fixed, any -> {}, any -> true, true);
  }

  /** Makes a connection that reads. */
  private interface Opening {
    Connection open(Path file) throws SQLException;
  }

  private record Reader(Connection connection, OpenFile file) {}

  /** Runs the work on one consistent snapshot. */
  <T> T read(Transaction<T> work) throws SQLException, IOException {
    Reader reader = borrow();
    try {
      T result = ReplicaDatabase.commit(reader.connection(), "BEGIN", work);
      giveBack(reader);
      return result;
    } catch (SQLException | RuntimeException | Error failure) {
      closeAfter(failure, reader.connection());
      throw failure;
    }
  }

  private Reader borrow() throws SQLException, IOException {
    for (Reader kept = idle.poll(); kept != null; kept = idle.poll()) {
      if (fixed || kept.file().isInPlace()) {
        return kept;
      }
      kept.connection().close();
    }
    return open();
  }

  private Reader open() throws SQLException, IOException {
    look.accept(file);
    OpenFile opened = OpenFile.at(file);
    Connection connection = opening.open(file);
    try {
      ReplicaDatabase.commit(connection, "BEGIN", check);
      return new Reader(connection, opened);
    } catch (SQLException | RuntimeException | Error failure) {
      closeAfter(failure, connection);
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, Connection connection) {
    try {
      connection.close();
    } catch (SQLException second) {
      failure.addSuppressed(second);
    }
  }

  /** Looks for the close again when it is given back: one of the two will see it. */
  private void giveBack(Reader reader) throws SQLException {
    if (idle.size() >= IDLE) {
      reader.connection().close();
      return;
    }
    idle.push(reader);
    if (closed.get() && idle.remove(reader)) {
      reader.connection().close();
    }
  }

  /** Those that are in use are closed when they are given back. */
  void close() throws SQLException {
    closed.set(true);
    SQLException failure = null;
    for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
      try {
        reader.connection().close();
      } catch (SQLException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
