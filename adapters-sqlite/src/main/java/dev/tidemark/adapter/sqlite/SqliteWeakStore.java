package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Access;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import dev.tidemark.core.state.spi.WeakStore;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The weak tier in a file that is made anew when it is lost. */
final class SqliteWeakStore implements WeakStore, AutoCloseable {

  private final StateDatabase database;
  private final WeakWriter writer;
  private final Optional<WriterLock> lock;

  private SqliteWeakStore(StateDatabase database, WeakWriter writer, Optional<WriterLock> lock) {
    this.database = database;
    this.writer = writer;
    this.lock = lock;
  }

  static SqliteWeakStore open(
      SqliteStateConfig config, StateSchema schema, Clock clock, Listener listener) {
    StateFile file = StateFile.weak(config, schema, clock);
    Optional<WriterLock> lock = lock(config, file);
    StateDatabase database = new StateDatabase(file);
    try {
      WeakFile weak = new WeakFile(file, config.access(), clock, listener);
      if (config.access() != Access.READ_ONLY) {
        database.use(weak.open());
      }
      StateFile strong = StateFile.strong(config, schema, clock);
      SqliteWeakStore store =
          new SqliteWeakStore(database, new WeakWriter(database, weak, strong), lock);
      store.lastFlush();
      return store;
    } catch (SQLException e) {
      throw closing(database, lock, file.translate("open the weak state", e));
    } catch (IOException e) {
      throw closing(database, lock, file.translate("open the weak state", e));
    } catch (RuntimeException | Error e) {
      closing(database, lock, e);
      throw e;
    }
  }

  private static Optional<WriterLock> lock(SqliteStateConfig config, StateFile file) {
    if (config.access() == Access.READ_ONLY) {
      return Optional.empty();
    }
    StateFile.makeDirectory(config);
    try {
      return config.access() == Access.SHARED
          ? Optional.empty()
          : Optional.of(WriterLock.acquire(file.path().getParent(), WeakFile.LOCK));
    } catch (IOException e) {
      throw file.translate("take the weak state", e);
    }
  }

  private static <T extends Throwable> T closing(
      StateDatabase database, Optional<WriterLock> lock, T failure) {
    try {
      close(database, lock);
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
    return failure;
  }

  private static void close(StateDatabase database, Optional<WriterLock> lock) {
    try {
      database.close();
    } finally {
      lock.ifPresent(held -> unlock(database.file(), held));
    }
  }

  private static void unlock(StateFile file, WriterLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw file.translate("let go of the weak state", e);
    }
  }

  @Override
  public Flushed flush(LastFlush flush, List<FlushStep> steps) {
    return writer.flush(flush, steps);
  }

  @Override
  public List<Removed> repair(List<RepairRule> rules, Predicate<List<Removed>> keep) {
    return writer.repair(rules, keep);
  }

  @Override
  public LastFlush lastFlush() {
    return read("read the last flush", FlushSql::last);
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    List<Row> rows = new ArrayList<>();
    read("read " + type + " " + key, new TierTable(type, false).selectOne(), type, key, rows::add);
    return rows.stream().findFirst();
  }

  @Override
  public void scan(EntityType type, Consumer<Row> into) {
    String query = new TierTable(type, false).selectAll();
    read(
        "read rows of " + type,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            return read(statement, type, into);
          }
        });
  }

  @Override
  public List<Row> referring(EntityType type, Reference reference, RowKey parent) {
    List<Row> rows = new ArrayList<>();
    String query = new TierTable(type, false).selectReferring(reference);
    read("read rows of " + type + " that refer to " + parent, query, type, parent, rows::add);
    return List.copyOf(rows);
  }

  private void read(
      String attempted, String query, EntityType type, RowKey key, Consumer<Row> into) {
    read(
        attempted,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(query)) {
            RowKeys.bind(statement, 1, key);
            return read(statement, type, into);
          }
        });
  }

  private static boolean read(PreparedStatement statement, EntityType type, Consumer<Row> into)
      throws SQLException {
    RowReader reader = new RowReader(type);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        into.accept(reader.readFields(result));
      }
    }
    return true;
  }

  private <T> T read(String attempted, Transaction<T> work) {
    try {
      return database.read(attempted, work);
    } catch (SQLException e) {
      throw failed(attempted, e);
    } catch (IOException e) {
      throw database.file().translate(attempted, e);
    }
  }

  private TidemarkException failed(String attempted, SQLException failure) {
    if (SqliteErrors.isDamage(failure)) {
      writer.doubt();
    }
    return database.file().translate(attempted, failure);
  }

  @Override
  public void close() {
    close(database, lock);
  }
}
