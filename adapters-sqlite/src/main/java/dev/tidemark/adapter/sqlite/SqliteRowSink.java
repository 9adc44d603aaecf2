package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes rows of one type from one source into the staging file, in batches. */
final class SqliteRowSink implements RowSink {

  /** Keeps the identity of a row without a key apart from every key. */
  private static final String WITHOUT_KEY = "without key: ";

  private static final int BATCH_ROWS = 500;
  private static final int BATCH_CHARACTERS = 1_000_000;

  private final EntityTable table;
  private final StagingFile file;
  private final RowBinder binder;
  private final PreparedStatement rows;
  private final PreparedStatement quarantine;
  private final AtomicInteger batched = new AtomicInteger();
  private final AtomicInteger characters = new AtomicInteger();

  SqliteRowSink(EntityTable table, StagedFrom source, StagingFile file) throws SQLException {
    Connection connection = file.connection();
    this.table = table;
    this.file = file;
    this.binder = new RowBinder(table.type());
    this.rows = connection.prepareStatement(StagingSql.insert(table, source));
    this.quarantine =
        connection.prepareStatement(
            """
            INSERT OR REPLACE INTO main._quarantine (type, identity, key, reason, json, _source)
            VALUES (?, ?, ?, ?, ?, %s)"""
                .formatted(source.ordinal()));
  }

  @Override
  public void row(Row row) {
    try {
      int size = characters.addAndGet(binder.bind(rows, row));
      rows.addBatch();
      if (batched.incrementAndGet() == BATCH_ROWS || size > BATCH_CHARACTERS) {
        write();
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate("stage rows of " + table.type(), file.path(), e);
    }
  }

  @Override
  public void undecodable(Undecodable row) {
    String key = row.key().map(RowKey::text).orElse(null);
    try {
      quarantine.setString(1, table.type().name());
      quarantine.setString(2, key == null ? WITHOUT_KEY + row.json() : key);
      quarantine.setString(3, key);
      quarantine.setString(4, row.reason());
      quarantine.setString(5, row.json());
      quarantine.executeUpdate();
    } catch (SQLException e) {
      throw SqliteErrors.translate("quarantine a row of " + table.type(), file.path(), e);
    }
  }

  /** Writes what is batched; the statements end with their connection. */
  void flush() {
    if (batched.get() > 0) {
      try {
        write();
      } catch (SQLException e) {
        throw SqliteErrors.translate("stage rows of " + table.type(), file.path(), e);
      }
    }
  }

  private void write() throws SQLException {
    batched.set(0);
    characters.set(0);
    rows.executeBatch();
    file.commitIfKept();
  }
}
