package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig.Source;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.snapshot.SnapshotPlan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The database that snapshots are built from.
 *
 * @param replica whether it is a replica, with its feed; anything else if not
 */
record SnapshotSource(Path file, boolean replica) {

  static SnapshotSource of(Source source) {
    return source instanceof Source.OfReplica of
        ? new SnapshotSource(of.file(), true)
        : new SnapshotSource(((Source.OfDatabase) source).file(), false);
  }

  /** Attaches it as {@code source}; it cannot be written by this. */
  void attachTo(Connection connection) throws SQLException {
    if (replica) {
      ReplicaFile.requireReplica(file);
    }
    Connections.attachReadOnly(connection, file, "source");
  }

  void detachFrom(Connection connection) throws SQLException {
    Connections.execute(connection, "DETACH DATABASE source");
  }

  /**
   * The end of the feed as the transaction of this connection sees it; empty if there is no feed.
   */
  Optional<FeedMark> end(Connection connection) throws SQLException {
    return replica ? Optional.of(FeedMark.end(connection)) : Optional.empty();
  }

  TableCopy copy(SnapshotPlan.Table table) {
    return new TableCopy(table, replica);
  }

  /**
   * Refuses a source that lacks a table or column of the plan: SQLite would take the name of a
   * column that is not there for a text.
   *
   * @throws IncompatibleReplicaException with all that it lacks
   */
  void require(SnapshotPlan plan, Connection connection) throws SQLException {
    List<String> lacking = new ArrayList<>();
    for (SnapshotPlan.Table table : plan.tables()) {
      String name = table.source().name();
      Set<String> missing = new TreeSet<>(wanted(table));
      Set<String> found = SnapshotTables.columns(connection, "source", name);
      missing.removeAll(found);
      if (found.isEmpty()) {
        lacking.add("table " + name);
      } else if (!missing.isEmpty()) {
        lacking.add("%s of %s".formatted(missing, name));
      }
    }
    if (!lacking.isEmpty()) {
      throw new IncompatibleReplicaException(
          "build snapshot %s from %s: it lacks %s; change the specification, or sync first if the schema has just grown"
              .formatted(plan.name(), file, String.join(", ", lacking)));
    }
  }

  private List<String> wanted(SnapshotPlan.Table table) {
    List<String> wanted =
        new ArrayList<>(table.source().fields().stream().map(Field::name).toList());
    if (replica) {
      wanted.addAll(List.of(EntityTable.MISSING, EntityTable.VANISHED));
    }
    return wanted;
  }
}
