package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Access;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The strong tier in a file that is synchronised with each commit. */
final class SqliteStrongStore implements StrongStore, AutoCloseable {

  private final StateDatabase database;
  private final Map<String, StrongSql> sql;

  /** Of the connection that writes; used by whoever writes, and so by one at a time. */
  private final AtomicReference<@Nullable PreparedStatements> prepared = new AtomicReference<>();

  private SqliteStrongStore(StateDatabase database, StateSchema schema) {
    this.database = database;
    this.sql =
        schema.strong().types().stream()
            .collect(Collectors.toUnmodifiableMap(EntityType::name, StrongSql::of));
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
      return new SqliteStrongStore(database, schema);
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
      return database.write(
          attempted, connection -> run(attempted, preparedFor(connection), true, work));
    } catch (SQLException e) {
      throw database.file().translate(attempted, e);
    }
  }

  private PreparedStatements preparedFor(Connection connection) {
    PreparedStatements kept = prepared.get();
    if (kept != null && kept.connection() == connection) {
      return kept;
    }
    PreparedStatements made = new PreparedStatements(connection);
    prepared.set(made);
    return made;
  }

  @Override
  public <T> T read(String attempted, Function<StrongTransaction, T> work) {
    try {
      return database.readInPlace(
          attempted,
          connection -> {
            try (PreparedStatements own = new PreparedStatements(connection)) {
              return run(attempted, own, false, work);
            }
          });
    } catch (SQLException e) {
      throw database.file().translate(attempted, e);
    } catch (IOException e) {
      throw database.file().translate(attempted, e);
    }
  }

  private <T> T run(
      String attempted,
      PreparedStatements statements,
      boolean toWrite,
      Function<StrongTransaction, T> work) {
    try (SqliteStrongTransaction transaction =
        new SqliteStrongTransaction(database.file(), attempted, sql, statements, toWrite)) {
      return work.apply(transaction);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
