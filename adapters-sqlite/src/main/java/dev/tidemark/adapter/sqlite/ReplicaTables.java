package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the upstream's tables in step with the schema. A new type becomes a table, a new field a
 * column, a new index an index; what would change or lose what is stored is refused.
 */
final class ReplicaTables {

  private final Schema schema;

  ReplicaTables(Schema schema) {
    this.schema = schema;
  }

  /** Makes what is missing; one transaction of the caller's. */
  @Nullable Void evolve(Connection connection) throws SQLException {
    Map<String, Map<String, Stored>> stored = stored(connection);
    refuse(connection, problems(stored));
    for (EntityType type : schema.types()) {
      EntityTable table = new EntityTable(type);
      Map<String, Stored> known = stored.get(type.name());
      if (known == null) {
        Connections.execute(connection, table.create());
      } else {
        addVanished(connection, table);
        addColumns(connection, table, known);
        replaceIndexes(connection, table);
      }
      remember(connection, type);
    }
    return null;
  }

  /** Refuses a replica that was made from another schema, even one that it could become. */
  @Nullable Void check(Connection connection) throws SQLException {
    Map<String, Map<String, Stored>> stored = stored(connection);
    List<String> problems = problems(stored);
    for (EntityType type : schema.types()) {
      Map<String, Stored> known = stored.getOrDefault(type.name(), Map.of());
      type.fields().stream()
          .filter(field -> !known.containsKey(field.name()))
          .map(field -> "%s.%s is not in the replica yet".formatted(type.name(), field.name()))
          .forEach(problems::add);
      if (!known.isEmpty() && !hasVanished(connection, new EntityTable(type))) {
        problems.add("the table of %s is an older version's".formatted(type.name()));
      }
    }
    refuse(connection, problems);
    return null;
  }

  private void refuse(Connection connection, List<String> problems) throws SQLException {
    if (!problems.isEmpty()) {
      throw new IncompatibleReplicaException(
          "use the replica in %s with schema %s: %s; use the schema it was made with, sync first if only fields or this version are new, or sync into another data directory"
              .formatted(Connections.file(connection), schema.name(), String.join("; ", problems)));
    }
  }

  private List<String> problems(Map<String, Map<String, Stored>> stored) {
    List<String> problems = new ArrayList<>();
    new TreeSet<>(stored.keySet())
        .stream()
            .filter(name -> schema.find(name).isEmpty())
            .map(name -> "entity type %s is stored but not in the schema".formatted(name))
            .forEach(problems::add);
    for (EntityType type : schema.types()) {
      Map<String, Stored> known = stored.getOrDefault(type.name(), Map.of());
      known.forEach((field, was) -> problem(type, field, was, problems));
      if (!known.isEmpty()) {
        newKeyFields(type, known, problems);
      }
    }
    return problems;
  }

  private static void problem(EntityType type, String name, Stored was, List<String> problems) {
    Stored is = type.field(name).map(field -> Stored.of(type, field)).orElse(null);
    if (is == null) {
      problems.add("%s.%s is stored but not in the schema".formatted(type.name(), name));
    } else if (!is.kind().equals(was.kind())) {
      problems.add(
          "%s.%s is stored as %s, the schema says %s"
              .formatted(type.name(), name, was.kind(), is.kind()));
    } else if (is.keyPart() != was.keyPart()) {
      problems.add("the key of %s is not the one that is stored".formatted(type.name()));
    } else if (was.version() && !is.version()) {
      problems.add("%s.%s is not the version any more".formatted(type.name(), name));
    }
  }

  private static void newKeyFields(
      EntityType type, Map<String, Stored> known, List<String> problems) {
    if (!known.keySet().containsAll(type.key())) {
      problems.add("the key of %s is not the one that is stored".formatted(type.name()));
    }
  }

  private static Map<String, Map<String, Stored>> stored(Connection connection)
      throws SQLException {
    Map<String, Map<String, Stored>> stored = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet fields =
            statement.executeQuery(
                "SELECT type, field, signature, key_part, version FROM _field")) {
      while (fields.next()) {
        stored
            .computeIfAbsent(fields.getString(1), type -> new LinkedHashMap<>())
            .put(
                fields.getString(2),
                new Stored(fields.getString(3), fields.getInt(4), fields.getBoolean(5)));
      }
    }
    return stored;
  }

  private static void addVanished(Connection connection, EntityTable table) throws SQLException {
    if (!hasVanished(connection, table)) {
      Connections.execute(connection, table.addVanished());
    }
  }

  private static boolean hasVanished(Connection connection, EntityTable table) throws SQLException {
    return Connections.number(connection, table.countVanishedColumns()) == 1;
  }

  /** The stored and parked rows lack the new field until the next whole list brings it. */
  private static void addColumns(
      Connection connection, EntityTable table, Map<String, Stored> known) throws SQLException {
    List<Field> added =
        table.type().fields().stream().filter(field -> !known.containsKey(field.name())).toList();
    for (Field field : added) {
      Connections.execute(connection, table.addColumn(field));
      Connections.execute(connection, table.noteMissing(field));
    }
    if (!added.isEmpty()) {
      Connections.execute(
          connection,
          "UPDATE _cursor SET complete = 0 WHERE type = " + EntityTable.text(table.type().name()));
    }
  }

  private static void replaceIndexes(Connection connection, EntityTable table) throws SQLException {
    List<String> wanted = table.indexNames();
    List<String> drops = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?")) {
      statement.setString(1, table.type().name());
      try (ResultSet indexes = statement.executeQuery()) {
        while (indexes.next()) {
          if (!wanted.contains(indexes.getString(1))) {
            drops.add("DROP INDEX " + EntityTable.quote(indexes.getString(1)));
          }
        }
      }
    }
    Connections.execute(connection, drops);
    Connections.execute(connection, table.createIndexes());
  }

  private static void remember(Connection connection, EntityType type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO _field (type, field, signature, key_part, version) VALUES (?, ?, ?, ?, ?)")) {
      for (Field field : type.fields()) {
        Stored now = Stored.of(type, field);
        statement.setString(1, type.name());
        statement.setString(2, field.name());
        statement.setString(3, field.signature());
        statement.setObject(4, now.keyPart() == 0 ? null : now.keyPart());
        statement.setBoolean(5, now.version());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /**
   * A field as it was when the table was made.
   *
   * @param keyPart its place in the key, from 1; 0 outside of it
   * @param version whether cursors follow it
   */
  private record Stored(String signature, int keyPart, boolean version) {

    static Stored of(EntityType type, Field field) {
      return new Stored(
          field.signature(),
          type.key().indexOf(field.name()) + 1,
          type.version().filter(field.name()::equals).isPresent());
    }

    /** Without the question mark: whether upstream may send null changes nothing in the table. */
    String kind() {
      return signature.replace("?", "");
    }
  }
}
