package dev.tidemark.adapter.mysql;

import dev.tidemark.core.schema.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;

/** Makes rows be there by statements of many rows, as the driver makes them of a batch. */
final class Upsert {

  private static final int MOST_ROWS = 1_000;

  /** What a batch may take of the heap before it is sent. */
  private static final int MOST_BYTES = 4 << 20;

  private final Connection connection;
  private final TypeTable table;

  Upsert(Connection connection, TypeTable table) {
    this.connection = connection;
    this.table = table;
  }

  /** Gives how many rows there were. */
  long run(Iterator<Row> rows) throws SQLException {
    RowParameters parameters = new RowParameters(table);
    try (PreparedStatement statement =
        connection.prepareStatement(new UpsertSql(table).ofParameters())) {
      long count = 0;
      while (rows.hasNext()) {
        count += batch(statement, parameters, rows);
        statement.executeBatch();
      }
      return count;
    }
  }

  private static int batch(
      PreparedStatement statement, RowParameters parameters, Iterator<Row> rows)
      throws SQLException {
    int count = 0;
    for (int size = 0; count < MOST_ROWS && size < MOST_BYTES && rows.hasNext(); count++) {
      size += parameters.set(statement, rows.next());
      statement.addBatch();
    }
    return count;
  }
}
