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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file of its own beside the replica, with the same tables. It is written without a journal: if
 * anything goes wrong it is thrown away.
 */
final class SqliteStaging implements Staging {

  /** What the opening sweeps. */
  static final String FILE_PATTERN = "staging-*.db*";

  private final Schema schema;
  private final Path file;
  private final Connection connection;
  private final List<SqliteRowSink> sinks = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteStaging(Schema schema, Path file, Connection connection) {
    this.schema = schema;
    this.file = file;
    this.connection = connection;
  }

  /**
   * @param replica the file to compare with; its directory takes the staging file too
   */
  static SqliteStaging create(Schema schema, Path replica) {
    Path file = replica.resolveSibling("staging-" + UUID.randomUUID() + ".db");
    try {
      Connection connection = Connections.scratch(file);
      SqliteStaging staging = new SqliteStaging(schema, file, connection);
      try {
        staging.prepare(replica);
        return staging;
      } catch (Throwable e) {
        staging.closeAfter(e);
        throw e;
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate("stage rows", file, e);
    }
  }

  private void prepare(Path replica) throws SQLException {
    Connections.attach(connection, replica, "replica");
    for (EntityType type : schema.types()) {
      Connections.execute(connection, new EntityTable(type).createStaging());
    }
    Connections.execute(
        connection,
        """
        CREATE TABLE _quarantine (
          type TEXT NOT NULL, identity TEXT NOT NULL, key TEXT, reason TEXT NOT NULL,
          json TEXT NOT NULL, _source INTEGER NOT NULL,
          PRIMARY KEY (type, identity)) STRICT, WITHOUT ROWID""",
        """
        CREATE TABLE _unanswered (
          type TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (type, key)) STRICT, WITHOUT ROWID""",
        """
        CREATE TABLE _vanished (
          type TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (type, key)) STRICT, WITHOUT ROWID""");
    connection.setAutoCommit(false);
  }

  Path file() {
    return file;
  }

  @Override
  public RowSink sink(EntityType type, Source source) {
    flush();
    try {
      SqliteRowSink sink =
          new SqliteRowSink(new EntityTable(type), StagedFrom.of(source), connection, file);
      sinks.add(sink);
      return sink;
    } catch (SQLException e) {
      throw SqliteErrors.translate("stage rows of " + type, file, e);
    }
  }

  /** Writes what the sinks still hold, so that the file has all rows. */
  void flush() {
    sinks.forEach(SqliteRowSink::flush);
  }

  /** Ends all writing, so that another connection can read the file. */
  void seal() throws SQLException {
    flush();
    connection.commit();
  }

  @Override
  public void discard(EntityType type) {
    flush();
    String name = EntityTable.text(type.name());
    try {
      Connections.execute(
          connection,
          "DELETE FROM main._quarantine WHERE type = " + name,
          "DELETE FROM main._vanished WHERE type = " + name,
          "DELETE FROM main." + new EntityTable(type).name());
    } catch (SQLException e) {
      throw SqliteErrors.translate("discard staged rows of " + type, file, e);
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
      throw SqliteErrors.translate("look for missing parents", file, e);
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
      throw SqliteErrors.translate("note unanswered parents", file, e);
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
    return Optional.empty();
  }

  @Override
  public void progress(EntityType type, Progress progress) {}

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
      throw SqliteErrors.translate("look for vanished rows of " + type, file, e);
    }
  }

  @Override
  public void vanished(EntityType type, List<RowKey> keys) {
    try {
      note("_vanished", type, keys);
    } catch (SQLException e) {
      throw SqliteErrors.translate("note vanished rows of " + type, file, e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      // Nothing was begun, or the file is broken: it is thrown away in either case.
    }
    try {
      try {
        connection.close();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (SQLException e) {
      throw SqliteErrors.translate("remove the staging file", file, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("remove the staging file", file, e);
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }
}
