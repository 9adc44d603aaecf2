package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One row of the table in which SQLite keeps the schema of a file; where it has null, this has
 * {@code null} as a word. What is in a snapshot is known to the letter, so everything else is
 * strange.
 */
record SchemaEntry(String type, String name, String table, String sql) {

  private static final Map<String, String> OWN =
      Map.of(
          SnapshotFormat.FIELDS, SnapshotFormat.CREATE_FIELDS,
          SnapshotFormat.REFERENCES, SnapshotFormat.CREATE_REFERENCES,
          SnapshotFormat.SNAPSHOT, SnapshotFormat.CREATE_SNAPSHOT);

  /** Nothing of what they say is run for this. */
  static List<SchemaEntry> all(Connection connection) throws SQLException {
    List<SchemaEntry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT type, name, tbl_name, sql FROM main.sqlite_schema")) {
      while (row.next()) {
        entries.add(
            new SchemaEntry(
                String.valueOf(row.getString(1)),
                String.valueOf(row.getString(2)),
                String.valueOf(row.getString(3)),
                String.valueOf(row.getString(4))));
      }
    }
    return entries;
  }

  /**
   * Whether it makes a plain table or an index, of the name that it has; a table that every
   * snapshot has, to the letter. Only then the file can be asked for its rows without running
   * something that it brings along.
   */
  boolean isPlain() {
    if (OWN.containsKey(name)) {
      return equals(ofTable(name, OWN.get(name)));
    }
    String makes =
        type.equals("index")
            ? "CREATE INDEX %s ON %s (".formatted(EntityTable.quote(name), EntityTable.quote(table))
            : "CREATE TABLE " + EntityTable.quote(name) + " (";
    boolean isKnown = type.equals("index") || (type.equals("table") && name.equals(table));
    return isKnown && sql.startsWith(makes);
  }

  /**
   * Those that are not in a snapshot of this schema, and the tables that are missing. What is
   * written of the schema does not say which indexes there are, so any index on columns of a type
   * may be there.
   */
  static List<String> strange(List<SchemaEntry> found, Schema schema) {
    List<SchemaEntry> left = new ArrayList<>(found);
    List<String> problems = new ArrayList<>();
    for (SchemaEntry each : expected(schema)) {
      if (!left.remove(each)) {
        problems.add("it has no %s %s as it should be".formatted(each.type(), each.name()));
      }
    }
    left.removeIf(each -> schema.types().stream().anyMatch(each::isIndexOf));
    left.stream()
        .map(
            each -> "it has a %s %s that is none of a snapshot".formatted(each.type(), each.name()))
        .forEach(problems::add);
    return problems;
  }

  private static List<SchemaEntry> expected(Schema schema) {
    List<SchemaEntry> expected = new ArrayList<>();
    OWN.forEach((name, sql) -> expected.add(ofTable(name, sql)));
    for (EntityType type : schema.types()) {
      expected.add(ofTable(type.name(), new EntityTable(type).createTable()));
    }
    return expected;
  }

  private static SchemaEntry ofTable(String name, String sql) {
    return new SchemaEntry("table", name, name, sql);
  }

  private boolean isIndexOf(EntityType type) {
    if (!table.equals(type.name()) || !name.startsWith(type.name() + "(") || !name.endsWith(")")) {
      return false;
    }
    List<String> columns =
        Arrays.asList(name.substring(type.name().length() + 1, name.length() - 1).split(","));
    Set<String> fields = type.fields().stream().map(Field::name).collect(Collectors.toSet());
    String create = new EntityTable(type).createIndex(columns);
    return fields.containsAll(columns)
        && equals(new SchemaEntry("index", name, type.name(), EntityTable.kept(create)));
  }
}
