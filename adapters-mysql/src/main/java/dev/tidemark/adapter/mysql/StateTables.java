package dev.tidemark.adapter.mysql;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two tables beside those of the types: how far the mirror is, and how far each is trusted. */
final class StateTables {

  /** What is in these tables; a mirror of a later format is left alone. */
  static final int FORMAT = 1;

  private final String mirror;
  private final String states;

  StateTables(String prefix) {
    this.mirror = prefix + "_mirror";
    this.states = prefix + "_mirror_table";
  }

  List<String> names() {
    return List.of(mirror, states);
  }

  /** Makes them, if they are not there. */
  List<String> create() {
    String options = ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4";
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + Names.quote(mirror)
            + " (id TINYINT NOT NULL PRIMARY KEY, format INT NOT NULL, position BIGINT,"
            + " cycle BIGINT, at DATETIME(6), term BIGINT NOT NULL"
            + options,
        "CREATE TABLE IF NOT EXISTS "
            + Names.quote(states)
            + " (type VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,"
            + " trust VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
            + " copied_to LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
            + options);
  }

  /** The one row of a mirror that has followed nothing, if it is not there. */
  String insertMirror() {
    return "INSERT IGNORE INTO %s (id, format, term) VALUES (1, %s, 0)"
        .formatted(Names.quote(mirror), FORMAT);
  }

  /** The mirror's row; empty if it has none. */
  Optional<MirrorRow> read(Connection connection) throws SQLException {
    return read(connection, "");
  }

  /**
   * The same, and whoever else asks for it waits until this transaction has ended: that is what
   * lets one writer in at a time.
   */
  Optional<MirrorRow> lock(Connection connection) throws SQLException {
    return read(connection, " FOR UPDATE");
  }

  private Optional<MirrorRow> read(Connection connection, String locking) throws SQLException {
    String query =
        "SELECT format, position, cycle, CAST(at AS CHAR), term FROM %s WHERE id = 1%s"
            .formatted(Names.quote(mirror), locking);
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(row(result)) : Optional.empty();
    }
  }

  private static MirrorRow row(ResultSet result) throws SQLException {
    String at = result.getString(4);
    Optional<Bookmark> bookmark =
        at == null
            ? Optional.empty()
            : Optional.of(
                new Bookmark(
                    new Position(result.getLong(2)), result.getLong(3), InstantText.parse(at)));
    return new MirrorRow(result.getInt(1), bookmark, result.getLong(5));
  }

  void move(Connection connection, Bookmark to) throws SQLException {
    String update =
        "UPDATE %s SET position = ?, cycle = ?, at = ? WHERE id = 1".formatted(Names.quote(mirror));
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, to.position().value());
      statement.setLong(2, to.cycle());
      statement.setString(3, InstantText.of(to.at()));
      statement.executeUpdate();
    }
  }

  void setTerm(Connection connection, long term) throws SQLException {
    String update = "UPDATE %s SET term = ? WHERE id = 1".formatted(Names.quote(mirror));
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, term);
      statement.executeUpdate();
    }
  }

  /** What is noted of tables, by the name of their types. */
  Map<String, StateRow> states(Connection connection) throws SQLException {
    Map<String, StateRow> rows = new HashMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT type, trust, copied_to FROM " + Names.quote(states));
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.put(result.getString(1), new StateRow(result.getString(2), result.getString(3)));
      }
    }
    return rows;
  }

  /** Nothing is trusted that nothing is noted of. */
  TableState state(Connection connection, EntityType type) throws SQLException {
    String query = "SELECT trust, copied_to FROM %s WHERE type = ?".formatted(Names.quote(states));
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, type.name());
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? new StateRow(result.getString(1), result.getString(2)).state(type)
            : TableState.of(Trust.DOUBTED);
      }
    }
  }

  void mark(Connection connection, EntityType type, TableState state) throws SQLException {
    String upsert =
        ("INSERT INTO %s (type, trust, copied_to) VALUES (?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE trust = VALUES(trust), copied_to = VALUES(copied_to)")
            .formatted(Names.quote(states));
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      statement.setString(1, type.name());
      statement.setString(2, state.trust().name());
      if (state.copiedTo().isPresent()) {
        statement.setString(3, state.copiedTo().get().text());
      } else {
        statement.setNull(3, Types.VARCHAR);
      }
      statement.executeUpdate();
    }
  }

  /**
   * The one row about the mirror.
   *
   * @param term of the last writer that said its own
   */
  record MirrorRow(int format, Optional<Bookmark> bookmark, long term) {

    /**
     * @throws MirrorSetupException if a newer version has written it
     */
    MirrorRow checked(String mirror) {
      if (format > FORMAT) {
        throw new MirrorSetupException(
            "use mirror %s: its tables are of format %d, expected %d; update tidemark, or give it another database or prefix"
                .formatted(mirror, format, FORMAT),
            null);
      }
      return this;
    }
  }

  /** What is noted of one table. */
  record StateRow(String trust, @Nullable String copiedTo) {

    /** A word or a key that makes no sense is no reason to trust anything. */
    TableState state(EntityType type) {
      try {
        return copiedTo == null
            ? TableState.of(Trust.valueOf(trust))
            : new TableState(Trust.valueOf(trust), Optional.of(RowKey.parse(type, copiedTo)));
      } catch (IllegalArgumentException e) {
        return TableState.of(Trust.DOUBTED);
      }
    }
  }
}
