package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Statements of one transaction of the strong tier. Whoever began it ends it. */
final class SqliteStrongTransaction implements StrongTransaction, AutoCloseable {

  private final StateFile file;
  private final String attempted;
  private final Map<String, StrongSql> sql;
  private final PreparedStatements prepared;
  private final boolean toWrite;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * @param sql by the name of the type
   */
  SqliteStrongTransaction(
      StateFile file,
      String attempted,
      Map<String, StrongSql> sql,
      PreparedStatements prepared,
      boolean toWrite) {
    this.file = file;
    this.attempted = attempted;
    this.sql = sql;
    this.prepared = prepared;
    this.toWrite = toWrite;
  }

  @Override
  public Optional<StoredRow> find(EntityType type, RowKey key) {
    return run(
        of(type).selectOne(),
        statement -> {
          RowKeys.bind(statement, 1, key);
          List<StoredRow> rows = new ArrayList<>();
          read(type, statement, rows::add);
          return rows.stream().findFirst();
        });
  }

  /** Not with a statement that is kept: whoever is told of a row may begin another scan. */
  @Override
  public void scan(EntityType type, Consumer<StoredRow> into) {
    requireUnended();
    try (PreparedStatement statement =
        prepared.connection().prepareStatement(of(type).selectAll())) {
      read(type, statement, into);
    } catch (SQLException e) {
      throw file.translate(attempted, e);
    }
  }

  private boolean read(EntityType type, PreparedStatement statement, Consumer<StoredRow> into)
      throws SQLException {
    RowReader reader = of(type).reader();
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
            .formatted(EntityTable.quote(type.name()), ReferenceSql.refersTo("t", reference));
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
    return change(of(row.type()).insert(), statement -> bind(statement, row, at));
  }

  @Override
  public boolean update(Row row, long expectedVersion, Instant at) {
    return change(
        of(row.type()).update(),
        statement -> {
          bind(statement, row, at);
          statement.setLong(row.type().fields().size() + 2, expectedVersion);
        });
  }

  private void bind(PreparedStatement statement, Row row, Instant at) throws SQLException {
    of(row.type()).binder().bindFields(statement, row);
    statement.setString(row.type().fields().size() + 1, Precision.MILLIS.format(at));
  }

  @Override
  public boolean delete(EntityType type, RowKey key, long expectedVersion) {
    return change(
        of(type).delete(),
        statement -> {
          RowKeys.bind(statement, 1, key);
          statement.setLong(key.values().size() + 1, expectedVersion);
        });
  }

  private StrongSql of(EntityType type) {
    StrongSql known = sql.get(type.name());
    if (known == null) {
      throw new IllegalArgumentException(type + " is no type of the strong tier");
    }
    return known;
  }

  private boolean change(String statement, Binding binding) {
    if (!toWrite) {
      throw new IllegalStateException(attempted + ": this transaction only reads");
    }
    return run(
        statement,
        change -> {
          binding.bind(change);
          return change.executeUpdate() > 0;
        });
  }

  private <T> T run(String statement, Work<T> work) {
    requireUnended();
    try {
      return work.run(prepared.of(statement));
    } catch (SQLException e) {
      throw file.translate(attempted, e);
    }
  }

  private void requireUnended() {
    if (ended.get()) {
      throw new IllegalStateException(attempted + ": this transaction has ended");
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
