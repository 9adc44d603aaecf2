package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SchemaHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what a sound snapshot file says of itself with what is in it. */
final class SnapshotProblems {

  private static final Set<String> OWN = Set.of(SnapshotFormat.FIELDS, SnapshotFormat.SNAPSHOT);
  private static final List<String> PSEUDO =
      List.of(EntityTable.EXTRA, EntityTable.MISSING, EntityTable.VANISHED);

  private SnapshotProblems() {}

  /**
   * @param contentHash as it was found
   */
  static List<String> of(Connection connection, String contentHash) throws SQLException {
    List<String> problems = new ArrayList<>();
    if (!tableNames(connection).containsAll(OWN)) {
      return List.of("it lacks a table that every snapshot has: " + OWN);
    }
    strange(connection, problems);
    Optional<SnapshotRecord> own = SnapshotRecord.read(connection);
    if (own.isEmpty()) {
      problems.add("it does not say what it is");
      return problems;
    }
    List<SchemaHash.Column> fields = SnapshotTables.fields(connection);
    differs("schema hash", own.get().schemaHash(), SchemaHash.of(fields), problems);
    differs("content hash", own.get().contentHash(), contentHash, problems);
    columns(connection, fields, problems);
    return problems;
  }

  private static void differs(String what, String said, String found, List<String> problems) {
    if (!said.equals(found)) {
      problems.add("its %s is %s, found %s".formatted(what, said, found));
    }
  }

  /** Only tables and their indexes belong into a snapshot. */
  private static void strange(Connection connection, List<String> problems) throws SQLException {
    long others =
        Connections.number(
            connection,
            "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR name LIKE 'sqlite\\_s%' ESCAPE '\\' OR sql LIKE 'CREATE VIRTUAL%'");
    if (others > 0) {
      problems.add("it has views, triggers, or tables that are none of a snapshot: " + others);
    }
  }

  private static void columns(
      Connection connection, List<SchemaHash.Column> fields, List<String> problems)
      throws SQLException {
    SortedMap<String, Set<String>> expected = new TreeMap<>();
    for (SchemaHash.Column field : fields) {
      expected.computeIfAbsent(field.type(), type -> new TreeSet<>(PSEUDO)).add(field.field());
    }
    Set<String> types = tableNames(connection);
    types.removeAll(OWN);
    if (!types.equals(expected.keySet())) {
      problems.add("it says that it has %s, found %s".formatted(expected.keySet(), types));
    }
    for (Map.Entry<String, Set<String>> each : expected.entrySet()) {
      Set<String> found = SnapshotTables.columns(connection, "main", each.getKey());
      if (!found.equals(each.getValue())) {
        problems.add(
            "%s has the columns %s, expected %s".formatted(each.getKey(), found, each.getValue()));
      }
    }
  }

  private static Set<String> tableNames(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }
}
