package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Access;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Function;

/** The strong tier in a file that is synchronised with each commit. */
final class SqliteStrongStore implements StrongStore, AutoCloseable {

  private final StateDatabase database;

  private SqliteStrongStore(StateDatabase database) {
    this.database = database;
  }

  static SqliteStrongStore open(SqliteStateConfig config, StateSchema schema, Clock clock) {
    StateFile file = StateFile.strong(config, schema, clock);
    StateDatabase database = new StateDatabase(file);
    try {
      if (config.access() != Access.READ_ONLY) {
        StateFile.makeDirectory(config);
        database.use(prepare(file));
      }
      database.read("open the strong state", connection -> true);
      return new SqliteStrongStore(database);
    } catch (SQLException e) {
      database.close();
      throw file.translate("open the strong state", e);
    } catch (IOException e) {
      database.close();
      throw file.translate("open the strong state", e);
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  private static OpenFile prepare(StateFile file) throws SQLException, IOException {
    return OpeningTurn.take(
        file.path().getParent(),
        () -> {
          requireNoLogAlone(file.path());
          requireSound(file);
          return file.prepare();
        });
  }

  /** SQLite would throw the log away, and with it what was written last. */
  private static void requireNoLogAlone(Path file) {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (file.toFile().length() == 0 && log.toFile().length() > 0) {
      throw new StorageException(
          "open the strong state in %s: the file is gone, but %s is there and holds what was written last; put the file back, or move the log away to begin with an empty one"
              .formatted(file, log.getFileName()),
          false);
    }
  }

  private static void requireSound(StateFile file) throws SQLException {
    if (!file.isThere()) {
      return;
    }
    try (Connection connection = Connections.reader(file.path())) {
      String said = Connections.text(connection, "PRAGMA quick_check(1)");
      if (!said.equals("ok")) {
        throw new StorageException(
            "open the strong state in %s: the file is damaged (%s); %s"
                .formatted(file.path(), said, file.damaged()),
            false);
      }
    }
  }

  @Override
  public <T> T write(String attempted, Function<StrongTransaction, T> work) {
    try {
      return database.write(attempted, connection -> run(attempted, connection, true, work));
    } catch (SQLException e) {
      throw database.file().translate(attempted, e);
    }
  }

  @Override
  public <T> T read(String attempted, Function<StrongTransaction, T> work) {
    try {
      return database.readInPlace(attempted, connection -> run(attempted, connection, false, work));
    } catch (SQLException e) {
      throw database.file().translate(attempted, e);
    } catch (IOException e) {
      throw database.file().translate(attempted, e);
    }
  }

  private <T> T run(
      String attempted,
      Connection connection,
      boolean toWrite,
      Function<StrongTransaction, T> work) {
    try (SqliteStrongTransaction transaction =
        new SqliteStrongTransaction(database.file(), attempted, connection, toWrite)) {
      return work.apply(transaction);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
