package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.FullBuild.Filled;
import dev.tidemark.core.snapshot.SnapshotPlan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings a copy of an older file forward: of every key that the feed names since, the row goes, and
 * comes again as it is now, if it is allowed now.
 */
final class ForwardBuild {

  /** Below this it is worth it whatever the size of the file. */
  private static final long FEW = 1_000;

  /** A larger part of the rows than one in so many is copied faster from the start. */
  private static final long PART = 5;

  /** A file of which a larger part than one in so many is free pages is better made anew. */
  private static final long FREE = 4;

  private final SnapshotPlan plan;
  private final SnapshotSource source;
  private final FeedMark place;

  /**
   * @param place up to which the older file has the content of the source
   */
  ForwardBuild(SnapshotPlan plan, SnapshotSource source, FeedMark place) {
    this.plan = plan;
    this.source = source;
    this.place = place;
  }

  /**
   * What there is to do.
   *
   * @param end of the feed; the content is the same up to there if nothing changed
   */
  record Outlook(Kind kind, FeedMark end) {}

  /** What is to be done with an older file. */
  enum Kind {
    /** Its content is the source's. */
    NOTHING,
    FORWARD,
    /** It cannot be gone on with, or should not. */
    ANEW
  }

  /** Looks without copying anything. */
  Outlook look(Path older) throws SQLException {
    try (Connection connection = Connections.fixed(older)) {
      StopOnInterrupt.watch(connection);
      source.attachTo(connection);
      return ReplicaDatabase.commit(connection, "BEGIN", this::look);
    }
  }

  private Outlook look(Connection connection) throws SQLException {
    source.require(plan, connection);
    FeedMark end = FeedMark.end(connection);
    if (!place.isReached(connection)) {
      return new Outlook(Kind.ANEW, end);
    }
    long changes = changes(connection);
    if (changes == 0) {
      return new Outlook(Kind.NOTHING, end);
    }
    boolean worth = (changes <= FEW || changes <= rows(connection) / PART) && isDense(connection);
    return new Outlook(worth ? Kind.FORWARD : Kind.ANEW, end);
  }

  private long changes(Connection connection) throws SQLException {
    Set<String> types =
        plan.tables().stream()
            .map(table -> EntityTable.text(table.source().name()))
            .collect(Collectors.toSet());
    return Connections.number(
        connection,
        "SELECT count(*) FROM source._change WHERE position > %d AND type IN (%s)"
            .formatted(place.position().value(), String.join(", ", types)));
  }

  private long rows(Connection connection) throws SQLException {
    long rows = 0;
    for (SnapshotPlan.Table table : plan.tables()) {
      rows +=
          Connections.number(
              connection, "SELECT count(*) FROM main." + new EntityTable(table.kept()).name());
    }
    return rows;
  }

  private static boolean isDense(Connection connection) throws SQLException {
    return Connections.number(connection, "PRAGMA main.freelist_count")
        <= Connections.number(connection, "PRAGMA main.page_count") / FREE;
  }

  /** Copies all bytes of a file that nobody writes to into one that is empty. */
  static void copy(Path older, Path file) throws IOException {
    try (FileChannel from = FileChannel.open(older, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = 0; at < from.size(); ) {
        at += from.transferTo(at, from.size() - at, to);
      }
    }
  }

  /**
   * @param file a {@linkplain #copy copy} of the older one, and nobody else's
   * @return empty if the feed does not reach back any more
   */
  Optional<Filled> fill(Path file) throws SQLException {
    try (Connection connection = Connections.scratch(file)) {
      StopOnInterrupt.watch(connection);
      Connections.execute(connection, "PRAGMA main.secure_delete = ON");
      source.attachTo(connection);
      return ReplicaDatabase.commit(connection, "BEGIN", this::fill);
    }
  }

  private Optional<Filled> fill(Connection connection) throws SQLException {
    source.require(plan, connection);
    if (!place.isReached(connection)) {
      return Optional.empty();
    }
    for (SnapshotPlan.Table table : plan.tables()) {
      fill(source.copy(table), connection);
    }
    return Optional.of(new Filled(source.end(connection), -1));
  }

  private void fill(TableCopy copy, Connection connection) throws SQLException {
    Connections.execute(connection, copy.createKeys());
    try (PreparedStatement keys = connection.prepareStatement(copy.fillKeys())) {
      keys.setLong(1, place.position().value());
      keys.executeUpdate();
    }
    Connections.execute(
        connection, copy.removeChanged(), copy.changed(), "DROP TABLE " + TableCopy.KEYS);
  }
}
