package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.Condition;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.FieldType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The schema of a snapshot file, as it is written into the file and read from it. */
final class SnapshotSchema {

  private static final List<String> PSEUDO =
      List.of(EntityTable.EXTRA, EntityTable.MISSING, EntityTable.VANISHED);

  /** As {@link Field#signature} has it. */
  private static final Pattern SIGNATURE = Pattern.compile("([a-z]+)(?:\\(([a-z]+)\\))?(\\?)?");

  private SnapshotSchema() {}

  /** Makes the tables that are no entity types, and says in them what these are. */
  static void create(Connection connection, Schema schema) throws SQLException {
    Connections.execute(
        connection,
        SnapshotFormat.CREATE_FIELDS,
        SnapshotFormat.CREATE_REFERENCES,
        SnapshotFormat.CREATE_SNAPSHOT);
    for (EntityType type : schema.types()) {
      writeFields(connection, type);
      writeReferences(connection, type);
    }
  }

  private static void writeFields(Connection connection, EntityType type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO main._field VALUES (?, ?, ?, ?, ?, ?)")) {
      for (Field field : type.fields()) {
        int keyPart = type.key().indexOf(field.name()) + 1;
        statement.setString(1, type.name());
        statement.setString(2, field.name());
        statement.setString(3, field.signature());
        statement.setObject(4, keyPart == 0 ? null : keyPart);
        statement.setBoolean(5, type.version().filter(field.name()::equals).isPresent());
        statement.setString(6, tombstone(type, field));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static @Nullable String tombstone(EntityType type, Field field) {
    return type.tombstone()
        .filter(rule -> rule.field().equals(field.name()))
        .map(rule -> rule.value().toString())
        .orElse(null);
  }

  private static void writeReferences(Connection connection, EntityType type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO main._reference VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      int number = 0;
      for (Reference reference : type.references()) {
        statement.setString(1, type.name());
        statement.setInt(2, ++number);
        statement.setString(3, array(reference.fields()));
        statement.setString(4, reference.target());
        statement.setBoolean(5, reference.required());
        statement.setString(6, reference.onlyWhile().map(Condition::field).orElse(null));
        statement.setString(
            7, reference.onlyWhile().map(rule -> rule.value().toString()).orElse(null));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Names hold nothing that JSON would have to escape. */
  private static String array(List<String> names) {
    return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * What was read.
   *
   * @param schema empty if what the file says makes none
   * @param problems where what the file says is not what is in it
   */
  record Read(Optional<Schema> schema, List<String> problems) {}

  /** Of a file that has the tables of a snapshot, whoever made it. */
  static Read read(Connection connection) throws SQLException {
    List<String> problems = new ArrayList<>();
    try {
      SortedMap<String, List<Stored>> stored = stored(connection);
      Set<String> tables = SnapshotTables.names(connection);
      tables.removeAll(SnapshotFormat.OWN);
      if (!tables.equals(stored.keySet())) {
        problems.add("it says that it has %s, found %s".formatted(stored.keySet(), tables));
      }
      List<EntityType> types = new ArrayList<>();
      for (Map.Entry<String, List<Stored>> each : stored.entrySet()) {
        types.add(type(connection, each.getKey(), each.getValue(), problems));
      }
      return new Read(Optional.of(Schema.of("snapshot", types)), problems);
    } catch (IllegalArgumentException | InvalidSchemaException e) {
      problems.add("what it says of its tables makes no schema: " + e.getMessage());
      return new Read(Optional.empty(), problems);
    }
  }

  private record Stored(
      String name, String signature, int keyPart, boolean version, Optional<String> tombstone) {}

  private static SortedMap<String, List<Stored>> stored(Connection connection) throws SQLException {
    SortedMap<String, List<Stored>> stored = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM main._field")) {
      while (row.next()) {
        stored
            .computeIfAbsent(text(row, "type"), type -> new ArrayList<>())
            .add(
                new Stored(
                    text(row, "field"),
                    text(row, "signature"),
                    row.getInt("key_part"),
                    row.getBoolean("version"),
                    Optional.ofNullable(row.getString("tombstone"))));
      }
    }
    return stored;
  }

  /** The order of the fields is that of the columns. */
  private static EntityType type(
      Connection connection, String name, List<Stored> stored, List<String> problems)
      throws SQLException {
    Map<String, Stored> fields = new LinkedHashMap<>();
    stored.forEach(each -> fields.put(each.name(), each));
    Set<String> expected = new TreeSet<>(fields.keySet());
    expected.addAll(PSEUDO);
    Set<String> found = SnapshotTables.columns(connection, "main", name);
    if (!expected.equals(found)) {
      problems.add("%s has the columns %s, expected %s".formatted(name, found, expected));
    }
    EntityType.Builder type = EntityType.named(name);
    found.stream().filter(fields::containsKey).map(fields::get).forEach(each -> add(each, type));
    type.key(
        stored.stream()
            .filter(each -> each.keyPart() > 0)
            .sorted((one, other) -> one.keyPart() - other.keyPart())
            .map(Stored::name)
            .toArray(String[]::new));
    references(connection, name, fields).forEach(type::reference);
    return type.build();
  }

  private static void add(Stored stored, EntityType.Builder type) {
    Field field = field(stored.name(), stored.signature());
    type.field(field);
    if (stored.version()) {
      type.version(stored.name());
    }
    stored.tombstone().ifPresent(value -> type.tombstone(stored.name(), value(field, value)));
  }

  private static Field field(String name, String signature) {
    Matcher parts = SIGNATURE.matcher(signature);
    if (!parts.matches()) {
      throw new IllegalArgumentException("%s is no kind of field".formatted(signature));
    }
    Optional<Precision> precision =
        Optional.ofNullable(parts.group(2))
            .map(word -> Precision.valueOf(word.toUpperCase(Locale.ROOT)));
    FieldType type = FieldType.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
    return new Field(name, type, precision, parts.group(3) != null);
  }

  /** Whoever made the file may have left it out. */
  private static String text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column))
        .orElseThrow(() -> new IllegalArgumentException("there is no " + column));
  }

  private static Object value(Field field, String text) {
    return switch (field.type()) {
      case BOOLEAN -> Boolean.valueOf(text);
      case INTEGER -> Long.valueOf(text);
      default -> text;
    };
  }

  private static List<Reference> references(
      Connection connection, String type, Map<String, Stored> fields) throws SQLException {
    List<Reference> references = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT CASE WHEN json_valid(fields) THEN (SELECT group_concat(value) FROM json_each(fields)) END AS fields, target, required, if_field, if_value FROM main._reference WHERE type = ? ORDER BY number")) {
      statement.setString(1, type);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          references.add(reference(row, fields));
        }
      }
    }
    return references;
  }

  private static Reference reference(ResultSet row, Map<String, Stored> fields)
      throws SQLException {
    Reference reference =
        new Reference(
            List.of(text(row, "fields").split(",")),
            text(row, "target"),
            row.getBoolean("required"));
    Stored condition = fields.get(String.valueOf(row.getString("if_field")));
    return condition == null
        ? reference
        : reference.onlyWhile(
            condition.name(),
            value(field(condition.name(), condition.signature()), text(row, "if_value")));
  }
}
