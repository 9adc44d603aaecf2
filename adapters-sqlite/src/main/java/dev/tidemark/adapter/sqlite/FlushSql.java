package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of a flush; one transaction of the caller's. */
final class FlushSql {

  private static final int BATCH = 1_000;

  private static final String REMEMBER =
      """
      INSERT INTO _flush (id, number, at) VALUES (1, ?, ?)
      ON CONFLICT (id) DO UPDATE SET number = excluded.number, at = excluded.at""";

  private FlushSql() {}

  static @Nullable Void run(Connection connection, LastFlush flush, List<FlushStep> steps)
      throws SQLException {
    for (FlushStep step : steps) {
      if (step instanceof FlushStep.Upsert upsert) {
        upsert(connection, upsert);
      } else if (step instanceof FlushStep.Delete delete) {
        delete(connection, delete);
      }
    }
    remember(connection, flush);
    return null;
  }

  private static void upsert(Connection connection, FlushStep.Upsert step) throws SQLException {
    RowBinder binder = new RowBinder(step.type());
    String sql = new TierTable(step.type(), false).upsert();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int batched = 0;
      for (Row row : step.rows()) {
        binder.bindFields(statement, row);
        batched = batch(statement, batched);
      }
      statement.executeBatch();
    }
  }

  private static int batch(PreparedStatement statement, int batched) throws SQLException {
    statement.addBatch();
    if (batched + 1 < BATCH) {
      return batched + 1;
    }
    statement.executeBatch();
    return 0;
  }

  private static void delete(Connection connection, FlushStep.Delete step) throws SQLException {
    String sql = new TierTable(step.type(), false).delete();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int batched = 0;
      for (RowKey key : step.keys()) {
        RowKeys.bind(statement, 1, key);
        batched = batch(statement, batched);
      }
      statement.executeBatch();
    }
  }

  private static void remember(Connection connection, LastFlush flush) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMEMBER)) {
      statement.setLong(1, flush.number());
      statement.setString(2, Precision.MILLIS.format(flush.at()));
      statement.executeUpdate();
    }
  }

  static LastFlush last(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT number, at FROM _flush")) {
      return result.next()
          ? new LastFlush(result.getLong(1), Instant.parse(result.getString(2)))
          : LastFlush.NONE;
    }
  }
}
