package dev.tidemark.adapter.mysql;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.contract.RollupFixture.SourceTransaction;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes to the tables of a mirror with the statements of one. */
final class MySqlRollupSource implements RollupSource {

  private final MySqlDatabase database;

  MySqlRollupSource(MySqlDatabase database) {
    this.database = database;
  }

  @Override
  public SourceTransaction begin() {
    return orFailed(
        () -> {
          Connection connection = database.connect();
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
          connection.setAutoCommit(false);
          return new Transaction(connection);
        });
  }

  @Override
  public List<Row> rows(EntityType type) {
    return orFailed(
        () -> {
          try (Connection connection = database.connect()) {
            return rows(connection, type);
          }
        });
  }

  private static List<Row> rows(Connection connection, EntityType type) throws SQLException {
    String fields =
        type.fields().stream()
            .map(field -> "CAST(%s AS CHAR)".formatted(Names.quote(field.name())))
            .collect(Collectors.joining(", "));
    String query = "SELECT %s FROM %s".formatted(fields, table(type).quotedName());
    return new SqlSession(connection).list(query, row -> row(type, row));
  }

  private static TypeTable table(EntityType type) {
    return TypeTable.of(type, MySqlPlace.PREFIX);
  }

  private static Row row(EntityType type, ResultSet values) throws SQLException {
    Row.Builder row = Row.builder(type);
    for (int i = 0; i < type.fields().size(); i++) {
      String text = values.getString(i + 1);
      row.set(i, text == null ? null : value(type.fields().get(i), text));
    }
    return row.buildStored();
  }

  private static Object value(Field field, String text) {
    return switch (field.type()) {
      case INTEGER -> Long.parseLong(text);
      case REAL -> Double.parseDouble(text);
      case BOOLEAN -> text.equals("1");
      case INSTANT -> InstantText.parse(text);
      case TEXT, JSON -> text;
    };
  }

  private static <T> T orFailed(SqlWork<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new IllegalStateException("write to the source: " + e.getMessage(), e);
    }
  }

  private static final class Transaction implements SourceTransaction {

    private final Connection connection;

    Transaction(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void put(Row row) {
      orFailed(() -> new Upsert(connection, table(row.type())).run(List.of(row).iterator()));
    }

    @Override
    public void remove(EntityType type, RowKey key) {
      orFailed(() -> cascade(type, key));
    }

    /** Foreign keys would fire no triggers here, and mirrors have none. */
    private int cascade(EntityType type, RowKey key) throws SQLException {
      int removed = new Deletion(connection, table(type)).run(List.of(key));
      for (EntityType child : UsageSchema.TYPES) {
        for (Row row : children(child, type, key)) {
          removed += cascade(child, row.key());
        }
      }
      return removed;
    }

    private List<Row> children(EntityType child, EntityType type, RowKey key) throws SQLException {
      List<Row> children = new ArrayList<>();
      for (Reference reference : child.references()) {
        if (reference.required() && reference.target().equals(type.name())) {
          rows(connection, child).stream()
              .filter(row -> reference.of(row).equals(Optional.of(key)))
              .forEach(children::add);
        }
      }
      return children;
    }

    @Override
    public void commit() {
      orFailed(
          () -> {
            connection.commit();
            return true;
          });
    }

    @Override
    public void close() {
      orFailed(
          () -> {
            connection.rollback();
            connection.close();
            return true;
          });
    }
  }
}
