package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Schema;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteDataSource;

/**
 * Opens the replica of a data directory. For writing: takes the directory's lock, sweeps what a
 * dead process left, brings Tidemark's own tables and then the upstream's tables up to date.
 * Whatever fails on the way, what was opened is closed.
 */
final class ReplicaOpening {

  static final String FILE = "replica.db";
  private static final String MIGRATIONS = "classpath:dev/tidemark/adapter/sqlite/replica";

  private ReplicaOpening() {}

  static ReplicaDatabase open(SqliteConfig config, Schema schema) {
    Path directory = config.directory().toAbsolutePath().normalize();
    Path file = directory.resolve(FILE);
    if (config.readOnly()) {
      ReplicaFile.requireReplica(file);
      ReplicaDatabase database = new ReplicaDatabase(file, null, null);
      return closedOnFailure(
          database, () -> database.read("read the schema", new ReplicaTables(schema)::check));
    }
    return openToWrite(directory, file, schema);
  }

  private static ReplicaDatabase openToWrite(Path directory, Path file, Schema schema) {
    WriterLock lock = lock(directory);
    try {
      sweepStaging(directory);
      if (ReplicaFile.inspect(file) != ReplicaFile.State.REPLICA) {
        sign(file);
      }
      migrate(file);
      ReplicaDatabase database = new ReplicaDatabase(file, Connections.writer(file), lock);
      return closedOnFailure(
          database, () -> database.write("prepare the tables", new ReplicaTables(schema)::evolve));
    } catch (SQLException e) {
      throw closing(lock, SqliteErrors.translate("open the replica", file, e));
    } catch (IOException e) {
      throw closing(lock, SqliteErrors.translate("open the replica", file, e));
    } catch (FlywayException e) {
      throw closing(lock, SqliteErrors.translate("prepare Tidemark's own tables", file, e));
    } catch (RuntimeException | Error e) {
      closing(lock, e);
      throw e;
    }
  }

  private static WriterLock lock(Path directory) {
    try {
      Files.createDirectories(directory);
      return WriterLock.acquire(directory);
    } catch (IOException e) {
      throw SqliteErrors.translate("take the data directory", directory, e);
    }
  }

  /**
   * Staging files of processes that were killed: nobody else can have one while the lock is held.
   */
  private static void sweepStaging(Path directory) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, SqliteStaging.FILE_PATTERN)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Before anything else is in the file, so that a kill at any point leaves a file we know. */
  private static void sign(Path file) throws SQLException {
    try (Connection connection = Connections.writer(file)) {
      Connections.execute(connection, "PRAGMA application_id = " + ReplicaFile.APPLICATION_ID);
    }
  }

  private static void migrate(Path file) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(Connections.url(file));
    Flyway.configure(ReplicaOpening.class.getClassLoader())
        .dataSource(source)
        .locations(MIGRATIONS)
        .table("_migration")
        .load()
        .migrate();
  }

  private static ReplicaDatabase closedOnFailure(ReplicaDatabase database, Runnable step) {
    try {
      step.run();
      return database;
    } catch (RuntimeException | Error e) {
      closing(database, e);
      throw e;
    }
  }

  private static <T extends Throwable> T closing(AutoCloseable opened, T failure) {
    try {
      opened.close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
    return failure;
  }
}
