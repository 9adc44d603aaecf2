package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Vanishing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Rows in a file of their own, with the same tables as the replica. */
final class SqliteStaging implements Staging {

  private final Schema schema;
  private final StagingFile file;
  private final Connection connection;
  private final Runnable released;
  private final List<SqliteRowSink> sinks = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param released to be called when it is closed
   */
  SqliteStaging(Schema schema, StagingFile file, Runnable released) {
    this.schema = schema;
    this.file = file;
    this.connection = file.connection();
    this.released = released;
  }

  StagingFile file() {
    return file;
  }

  @Override
  public RowSink sink(EntityType type, Source source) {
    flush();
    try {
      SqliteRowSink sink = new SqliteRowSink(new EntityTable(type), StagedFrom.of(source), file);
      sinks.add(sink);
      return sink;
    } catch (SQLException e) {
      throw SqliteErrors.translate("stage rows of " + type, file.path(), e);
    }
  }

  /** Writes what the sinks still hold, so that the file has all rows. */
  void flush() {
    sinks.forEach(SqliteRowSink::flush);
  }

  /** Ends all writing, so that another connection can read the file. */
  void seal() throws SQLException {
    flush();
    file.commit();
  }

  @Override
  public void discard(EntityType type) {
    flush();
    String name = EntityTable.text(type.name());
    try {
      Connections.execute(
          connection,
          "DELETE FROM main." + new EntityTable(type).name(),
          "DELETE FROM main._quarantine WHERE type = " + name,
          "DELETE FROM main._vanished WHERE type = " + name,
          "DELETE FROM main._progress WHERE type = " + name);
    } catch (SQLException e) {
      throw SqliteErrors.translate("discard staged rows of " + type, file.path(), e);
    }
  }

  @Override
  public List<MissingParents> missingParents(boolean again, int atMost) {
    flush();
    List<MissingParents> missing = new ArrayList<>();
    try {
      connection.commit();
      for (EntityType parent : schema.types()) {
        List<RowKey> keys = missingOf(parent, again, atMost);
        if (!keys.isEmpty()) {
          missing.add(new MissingParents(parent, keys));
        }
      }
      connection.commit();
      return missing;
    } catch (SQLException e) {
      throw SqliteErrors.translate("look for missing parents", file.path(), e);
    }
  }

  private List<RowKey> missingOf(EntityType parent, boolean again, int atMost) throws SQLException {
    String query = MissingParentsSql.of(schema, parent, again);
    return query.isEmpty() ? List.of() : keys(parent, query, atMost);
  }

  /** What a query of texts of keys gives whose one parameter is how many at most. */
  private List<RowKey> keys(EntityType type, String query, int atMost) throws SQLException {
    List<RowKey> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setInt(1, atMost);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          keys.add(RowKey.parse(type, result.getString(1)));
        }
      }
    }
    return keys;
  }

  @Override
  public void unanswered(EntityType type, List<RowKey> keys) {
    try {
      note("_unanswered", type, keys);
    } catch (SQLException e) {
      throw SqliteErrors.translate("note unanswered parents", file.path(), e);
    }
  }

  private void note(String table, EntityType type, List<RowKey> keys) throws SQLException {
    flush();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO main." + table + " (type, key) VALUES (?, ?)")) {
      for (RowKey key : keys) {
        statement.setString(1, type.name());
        statement.setString(2, key.text());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public Optional<Progress> progress(EntityType type) {
    try {
      return new StagedProgress(connection).of(type);
    } catch (SQLException e) {
      throw SqliteErrors.translate("read the progress of " + type, file.path(), e);
    }
  }

  @Override
  public void progress(EntityType type, Progress progress) {
    flush();
    try {
      new StagedProgress(connection).put(type, progress);
      file.commitIfKept();
    } catch (SQLException e) {
      throw SqliteErrors.translate("note the progress of " + type, file.path(), e);
    }
  }

  @Override
  public Vanishing vanishing(EntityType type, Optional<Instant> upTo, int atMost) {
    flush();
    try {
      connection.commit();
      SweepSql sql = new SweepSql(type);
      long count = Connections.number(connection, sql.countMissed(upTo));
      List<RowKey> keys = count == 0 ? List.of() : keys(type, sql.firstMissed(upTo), atMost);
      connection.commit();
      return new Vanishing(count, keys);
    } catch (SQLException e) {
      throw SqliteErrors.translate("look for vanished rows of " + type, file.path(), e);
    }
  }

  @Override
  public void vanished(EntityType type, List<RowKey> keys) {
    try {
      note("_vanished", type, keys);
    } catch (SQLException e) {
      throw SqliteErrors.translate("note vanished rows of " + type, file.path(), e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      file.close();
    } catch (SQLException e) {
      throw SqliteErrors.translate("close the staging file", file.path(), e);
    } catch (IOException e) {
      throw SqliteErrors.translate("close the staging file", file.path(), e);
    } finally {
      released.run();
    }
  }
}
