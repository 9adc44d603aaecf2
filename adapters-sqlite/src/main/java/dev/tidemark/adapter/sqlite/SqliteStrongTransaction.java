package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Statements of one transaction of the strong tier. Whoever began it ends it. */
final class SqliteStrongTransaction implements StrongTransaction, AutoCloseable {

  private final StateFile file;
  private final String attempted;
  private final Connection connection;
  private final boolean toWrite;
  private final AtomicBoolean ended = new AtomicBoolean();

  SqliteStrongTransaction(
      StateFile file, String attempted, Connection connection, boolean toWrite) {
    this.file = file;
    this.attempted = attempted;
    this.connection = connection;
    this.toWrite = toWrite;
  }

  @Override
  public Optional<StoredRow> find(EntityType type, RowKey key) {
    return run(
        table(type).selectOne(),
        statement -> {
          RowKeys.bind(statement, 1, key);
          List<StoredRow> rows = new ArrayList<>();
          read(type, statement, rows::add);
          return rows.stream().findFirst();
        });
  }

  @Override
  public void scan(EntityType type, Consumer<StoredRow> into) {
    run(table(type).selectAll(), statement -> read(type, statement, into));
  }

  private static boolean read(
      EntityType type, PreparedStatement statement, Consumer<StoredRow> into) throws SQLException {
    RowReader reader = new RowReader(type);
    int system = type.fields().size();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        into.accept(
            new StoredRow(
                reader.readFields(result),
                result.getLong(system + 1),
                Instant.parse(result.getString(system + 2)),
                Instant.parse(result.getString(system + 3))));
      }
    }
    return true;
  }

  @Override
  public boolean isReferredTo(EntityType type, Reference reference, RowKey parent) {
    String query =
        "SELECT EXISTS (SELECT 1 FROM %s AS t WHERE %s)"
            .formatted(table(type).name(), ReferenceSql.refersTo("t", reference));
    return run(
        query,
        statement -> {
          RowKeys.bind(statement, 1, parent);
          try (ResultSet result = statement.executeQuery()) {
            return result.getBoolean(1);
          }
        });
  }

  @Override
  public boolean insert(Row row, Instant at) {
    return change(
        table(row.type()).insert(),
        statement -> {
          new RowBinder(row.type()).bindFields(statement, row);
          statement.setString(row.type().fields().size() + 1, Precision.MILLIS.format(at));
        });
  }

  @Override
  public boolean update(Row row, long expectedVersion, Instant at) {
    return change(
        table(row.type()).update(),
        statement -> {
          new RowBinder(row.type()).bindFields(statement, row);
          statement.setString(row.type().fields().size() + 1, Precision.MILLIS.format(at));
          statement.setLong(row.type().fields().size() + 2, expectedVersion);
        });
  }

  @Override
  public boolean delete(EntityType type, RowKey key, long expectedVersion) {
    return change(
        table(type).deleteVersion(),
        statement -> {
          RowKeys.bind(statement, 1, key);
          statement.setLong(key.values().size() + 1, expectedVersion);
        });
  }

  private static TierTable table(EntityType type) {
    return new TierTable(type, true);
  }

  private boolean change(String sql, Binding binding) {
    if (!toWrite) {
      throw new IllegalStateException(attempted + ": this transaction only reads");
    }
    return run(
        sql,
        statement -> {
          binding.bind(statement);
          return statement.executeUpdate() > 0;
        });
  }

  private <T> T run(String sql, Work<T> work) {
    if (ended.get()) {
      throw new IllegalStateException(attempted + ": this transaction has ended");
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return work.run(statement);
    } catch (SQLException e) {
      throw file.translate(attempted, e);
    }
  }

  @Override
  public void close() {
    ended.set(true);
  }

  private interface Work<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }
}
