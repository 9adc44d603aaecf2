package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Dangling;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Quarantined;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code _orphan} and {@code _quarantine}, and looks for what refers to nothing. */
final class SqliteHeldRows implements HeldRows {

  private final ReplicaDatabase database;
  private final Schema schema;

  SqliteHeldRows(ReplicaDatabase database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  @Override
  public List<Orphan> orphans(int atMost) {
    return database.read(
        "read orphans",
        connection -> {
          List<Orphan> orphans = new ArrayList<>();
          for (EntityType type : schema.types()) {
            addOrphans(connection, type, atMost - orphans.size(), orphans);
          }
          return orphans;
        });
  }

  /** What each waits for is joined by a character that no key is written with. */
  private static void addOrphans(
      Connection connection, EntityType type, int atMost, List<Orphan> into) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT type, key, row, since,
              (SELECT group_concat(value, char(31)) FROM json_each(missing))
            FROM _orphan WHERE type = ? ORDER BY %s LIMIT ?"""
                .formatted(order(type)))) {
      statement.setString(1, type.name());
      statement.setInt(2, Math.max(0, atMost));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.add(
              new Orphan(
                  row.getString(1),
                  row.getString(2),
                  List.of(row.getString(5).split("\u001f")),
                  row.getString(3),
                  Instant.parse(row.getString(4))));
        }
      }
    }
  }

  private static String order(EntityType type) {
    return new EntityTable(type).hasNumberKey() ? "cast(key AS INTEGER)" : "key";
  }

  @Override
  public List<Quarantined> quarantined(int atMost) {
    return database.read(
        "read the quarantine",
        connection -> {
          List<Quarantined> rows = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  SELECT type, key, reason, json, since FROM _quarantine
                  ORDER BY id DESC LIMIT ?""")) {
            statement.setInt(1, atMost);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                rows.add(
                    new Quarantined(
                        row.getString(1),
                        Optional.ofNullable(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        Instant.parse(row.getString(5))));
              }
            }
          }
          return rows;
        });
  }

  @Override
  public List<Dangling> dangling(int atMost) {
    return database.read(
        "read dangling references",
        connection -> {
          List<Dangling> dangling = new ArrayList<>();
          for (EntityType type : schema.types()) {
            addDangling(connection, type, atMost - dangling.size(), dangling);
          }
          return dangling;
        });
  }

  private void addDangling(Connection connection, EntityType type, int atMost, List<Dangling> into)
      throws SQLException {
    String query = ReferenceSql.dangling(schema, type);
    if (query.isEmpty() || atMost < 1) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setInt(1, atMost);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.add(new Dangling(type.name(), row.getString(1), row.getString(2)));
        }
      }
    }
  }
}
