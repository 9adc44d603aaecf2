package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SchemaHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of a snapshot file that are no entity types, and what is said of all. */
final class SnapshotTables {

  private SnapshotTables() {}

  static void create(Connection connection, Schema schema) throws SQLException {
    Connections.execute(connection, SnapshotFormat.CREATE_FIELDS, SnapshotFormat.CREATE_SNAPSHOT);
    for (EntityType type : schema.types()) {
      remember(connection, type);
    }
  }

  private static void remember(Connection connection, EntityType type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO main._field (type, field, signature, key_part, version) VALUES (?, ?, ?, ?, ?)")) {
      for (Field field : type.fields()) {
        int keyPart = type.key().indexOf(field.name()) + 1;
        statement.setString(1, type.name());
        statement.setString(2, field.name());
        statement.setString(3, field.signature());
        statement.setObject(4, keyPart == 0 ? null : keyPart);
        statement.setBoolean(5, type.version().filter(field.name()::equals).isPresent());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** The first page of every table whose rows count as content. */
  static SortedMap<String, Long> roots(Connection connection) throws SQLException {
    SortedMap<String, Long> roots = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT name, rootpage FROM main.sqlite_schema WHERE type = 'table' AND name <> '_snapshot'")) {
      while (result.next()) {
        roots.put(result.getString(1), result.getLong(2));
      }
    }
    return roots;
  }

  /** What the file says of its fields. */
  static List<SchemaHash.Column> fields(Connection connection) throws SQLException {
    List<SchemaHash.Column> fields = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT type, field, signature, key_part, version FROM main._field")) {
      while (row.next()) {
        fields.add(
            new SchemaHash.Column(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getBoolean(5)));
      }
    }
    return fields;
  }

  /** Names of the columns of a table or view; none if there is no such. */
  static Set<String> columns(Connection connection, String database, String table)
      throws SQLException {
    Set<String> columns = new TreeSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT name FROM pragma_table_info(?, ?)")) {
      statement.setString(1, table);
      statement.setString(2, database);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(row.getString(1));
        }
      }
    }
    return columns;
  }
}
