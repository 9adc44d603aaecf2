package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The file of a staging area, beside the replica that it is compared with. That of an incremental
 * cycle is written without a journal: if anything goes wrong it is thrown away. That of a full
 * cycle outlives its process.
 */
final class StagingFile {

  /** The files that are thrown away, for whoever sweeps what a dead process left. */
  static final String PATTERN = "staging-*.db*";

  private final Path path;
  private final Connection connection;
  private final boolean kept;
  private final BooleanSupplier own;

  private StagingFile(Path path, Connection connection, boolean kept, BooleanSupplier own) {
    this.path = path;
    this.connection = connection;
    this.kept = kept;
    this.own = own;
  }

  static StagingFile scratch(Schema schema, Path replica) {
    Path path = replica.resolveSibling("staging-" + UUID.randomUUID() + ".db");
    try {
      StagingFile file = new StagingFile(path, Connections.scratch(path), false, () -> true);
      return file.ready(
          replica,
          connection -> {
            Connections.execute(connection, StagingTables.create(schema));
            return connection;
          });
    } catch (SQLException e) {
      throw SqliteErrors.translate("stage rows", path, e);
    }
  }

  /**
   * With what an earlier one left.
   *
   * @param own whether this process still writes to the replica; else its successor has the file
   */
  static StagingFile kept(Schema schema, Path replica, BooleanSupplier own) {
    Path path = replica.resolveSibling(KeptStaging.FILE);
    try {
      StagingFile file = new StagingFile(path, new KeptStaging(schema, path).open(), true, own);
      return file.ready(replica, connection -> connection);
    } catch (SQLException e) {
      throw SqliteErrors.translate("stage rows", path, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("stage rows", path, e);
    }
  }

  private StagingFile ready(Path replica, Transaction<Connection> step) throws SQLException {
    try {
      Connections.attach(connection, replica, "replica");
      step.run(connection).setAutoCommit(false);
      StopOnInterrupt.watch(connection);
      return this;
    } catch (SQLException | RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  Connection connection() {
    return connection;
  }

  /** So that another connection can read it, and that it is there for the next cycle if kept. */
  void commit() throws SQLException {
    connection.commit();
  }

  /**
   * To be called now and then: what is committed can move out of the write-ahead log, which would
   * otherwise grow with the upstream.
   */
  void commitIfKept() throws SQLException {
    if (kept) {
      connection.commit();
    }
  }

  void attachTo(Connection writer) throws SQLException {
    if (kept) {
      Connections.attachKept(writer, path, "staging");
    } else {
      Connections.attachScratch(writer, path, "staging");
    }
  }

  /** Removes the file, unless it is kept and some type has progress, or it is another's by now. */
  void close() throws SQLException, IOException {
    boolean worthKeeping = false;
    try {
      StopOnInterrupt.unwatch(connection);
      rollBack();
      worthKeeping = kept && (hasProgress() || !own.getAsBoolean());
    } finally {
      try {
        connection.close();
      } finally {
        remove(worthKeeping);
      }
    }
  }

  private void remove(boolean worthKeeping) throws IOException {
    if (!kept) {
      Files.deleteIfExists(path);
    } else if (!worthKeeping) {
      new DatabaseFile(path).remove();
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // Nothing was begun, or SQLite has rolled back by itself.
    }
  }

  /** When in doubt, whoever takes the file up finds out. */
  private boolean hasProgress() {
    try {
      return Connections.number(
              connection, "SELECT EXISTS (SELECT 1 FROM main." + StagingTables.PROGRESS + ")")
          == 1;
    } catch (SQLException e) {
      return true;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (SQLException | IOException second) {
      failure.addSuppressed(second);
    }
  }
}
