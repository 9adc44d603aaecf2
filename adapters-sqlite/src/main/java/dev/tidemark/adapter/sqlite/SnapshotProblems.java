package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a sound snapshot file says of itself with what is in it. */
final class SnapshotProblems {

  private SnapshotProblems() {}

  /**
   * @param contentHash as it was found
   */
  static List<String> of(Connection connection, String contentHash) throws SQLException {
    List<String> problems = new ArrayList<>();
    if (!SnapshotTables.names(connection).containsAll(SnapshotFormat.OWN)) {
      return List.of("it lacks a table that every snapshot has: " + SnapshotFormat.OWN);
    }
    strange(connection, problems);
    Optional<SnapshotRecord> own = SnapshotRecord.read(connection);
    if (own.isEmpty()) {
      problems.add("it does not say what it is");
      return problems;
    }
    differs("content hash", own.get().contentHash(), contentHash, problems);
    SnapshotSchema.Read schema = SnapshotSchema.read(connection);
    problems.addAll(schema.problems());
    schema
        .schema()
        .map(SnapshotPlan::schemaHash)
        .ifPresent(found -> differs("schema hash", own.get().schemaHash(), found, problems));
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
}
