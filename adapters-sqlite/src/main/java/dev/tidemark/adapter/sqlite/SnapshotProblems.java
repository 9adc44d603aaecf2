package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what a snapshot file says of itself with what is in it. Whoever made the file may have
 * written anything into it: where that makes no sense it is a problem of the file.
 */
final class SnapshotProblems {

  private SnapshotProblems() {}

  /**
   * Looks at the schema first, and only if it can be trusted at what the file says of itself; not
   * at its rows.
   *
   * @throws SQLException if it cannot be read, whatever is in it
   */
  static List<String> of(Connection connection) throws SQLException {
    try {
      return compare(connection);
    } catch (SQLException e) {
      if (SqliteErrors.isOfContent(e)) {
        return List.of("it cannot be read: " + e.getMessage());
      }
      throw e;
    } catch (IllegalArgumentException | ClassCastException e) {
      return List.of("what it says of itself makes no sense: " + e.getMessage());
    }
  }

  private static List<String> compare(Connection connection) throws SQLException {
    List<SchemaEntry> entries = SchemaEntry.all(connection);
    Set<String> names = entries.stream().map(SchemaEntry::name).collect(Collectors.toSet());
    if (!names.containsAll(SnapshotFormat.OWN)) {
      return List.of("it lacks a table that every snapshot has: " + SnapshotFormat.OWN);
    }
    List<String> strange =
        entries.stream().filter(each -> !each.isPlain()).map(SchemaEntry::name).toList();
    if (!strange.isEmpty()) {
      return List.of("it has views, triggers, or tables that are none of a snapshot: " + strange);
    }
    return said(connection, entries);
  }

  private static List<String> said(Connection connection, List<SchemaEntry> entries)
      throws SQLException {
    Optional<SnapshotRecord> own = SnapshotRecord.read(connection);
    if (own.isEmpty()) {
      return List.of("it does not say what it is");
    }
    SnapshotSchema.Read read = SnapshotSchema.read(connection);
    List<String> problems = new ArrayList<>(read.problems());
    read.schema()
        .ifPresent(
            schema -> {
              problems.addAll(SchemaEntry.strange(entries, schema));
              problems.addAll(
                  differs("schema hash", own.get().schemaHash(), SnapshotPlan.schemaHash(schema)));
            });
    return problems;
  }

  /**
   * Of a file that has no other problems.
   *
   * @param found the hash of its rows; or why there is none
   */
  static List<String> ofContent(Connection connection, String found) throws SQLException {
    SnapshotRecord own = SnapshotRecord.read(connection).orElseThrow();
    return differs("content hash", own.contentHash(), found);
  }

  private static List<String> differs(String what, String said, String found) {
    return said.equals(found)
        ? List.of()
        : List.of("its %s is %s, found %s".formatted(what, said, found));
  }
}
