package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteConfig.Access;
import dev.tidemark.core.AlreadyRunningException;
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
  static final String LOCK = "replica.lock";
  private static final String MIGRATIONS = "classpath:dev/tidemark/adapter/sqlite/replica";

  private final Path directory;
  private final Path file;
  private final Access access;
  private final ReplicaTables tables;
  private final OlderLedger.Heir heir;

  /**
   * @param heir takes over what an older replica knows that is not the replica's any more
   */
  ReplicaOpening(SqliteConfig config, Schema schema, OlderLedger.Heir heir) {
    this.access = config.access();
    this.heir = heir;
    this.directory = config.directory().toAbsolutePath().normalize();
    this.file = directory.resolve(FILE);
    this.tables = new ReplicaTables(schema);
  }

  ReplicaDatabase open() {
    ReplicaDatabase database = new ReplicaDatabase(file, access, tables::check);
    switch (access) {
      case EXCLUSIVE -> startWriting(database);
      case SHARED -> startWritingOrLeaveIt(database);
      case READ_ONLY -> database.read("read the schema", connection -> true);
    }
    return database;
  }

  private void startWritingOrLeaveIt(ReplicaDatabase database) {
    try {
      startWriting(database);
    } catch (AlreadyRunningException e) {
      // Then this process reads, and is told when that changes.
    }
  }

  private void startWriting(ReplicaDatabase database) {
    makeDirectory();
    database.startWriting(prepare());
  }

  private void makeDirectory() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw SqliteErrors.translate("take the data directory", directory, e);
    }
  }

  /**
   * Makes the replica ready to be written, in a directory that must be there.
   *
   * @throws AlreadyRunningException if somebody else writes
   */
  Writer prepare() {
    WriterLock lock = lock(directory);
    try {
      return prepare(lock);
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

  /**
   * What the state takes over is on the disk before it is dropped here; a process that dies in
   * between leaves it to the next one, which takes the same over again.
   *
   * <p>What lies beside a replica that is gone is none of the next one's, though it has its name.
   */
  private Writer prepare(WriterLock lock) throws SQLException, IOException {
    sweepStaging(directory);
    FileMark.State found = ReplicaFile.inspect(file);
    if (found == FileMark.State.ABSENT) {
      new DatabaseFile(file).remove();
    }
    if (found == FileMark.State.ABSENT || found == FileMark.State.BLANK) {
      sign(file);
    }
    if (found == FileMark.State.OUTDATED) {
      OlderLedger.in(file).ifPresent(heir::takeOver);
    }
    migrate(file);
    OpenFile replica = OpenFile.at(file);
    Connection connection = Connections.writer(file);
    try {
      ReplicaDatabase.commit(connection, ReplicaDatabase.TO_WRITE, tables::evolve);
      return new Writer(connection, replica, lock);
    } catch (SQLException | RuntimeException | Error e) {
      closing(connection, e);
      throw e;
    }
  }

  private static WriterLock lock(Path directory) {
    try {
      return WriterLock.acquire(directory, LOCK);
    } catch (IOException e) {
      throw SqliteErrors.translate("take the data directory", directory, e);
    }
  }

  /**
   * Staging files of processes that were killed: nobody else can have one while the lock is held.
   */
  private static void sweepStaging(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, StagingFile.PATTERN)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Before anything else is in the file, so that a kill at any point leaves a file we know. */
  private static void sign(Path file) throws SQLException {
    try (Connection connection = Connections.writer(file)) {
      Connections.execute(connection, ReplicaFile.MARK.statement());
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

  private static <T extends Throwable> T closing(AutoCloseable opened, T failure) {
    try {
      opened.close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
    return failure;
  }
}
