package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.Optional;

/**
 * What a snapshot file says of itself, in its table {@code _snapshot}.
 *
 * @param place where in the feed it was built, of a source that has one
 */
record SnapshotRecord(
    String name,
    Stamp stamp,
    String specHash,
    String schemaHash,
    String contentHash,
    Optional<FeedMark> place) {

  Provenance provenance() {
    return new Provenance(specHash, schemaHash, contentHash, place.map(FeedMark::position));
  }

  /** Whether it says what is announced. */
  boolean agrees(SnapshotManifest announced) {
    return name.equals(announced.name())
        && stamp.equals(announced.stamp())
        && announced.provenance().equals(Optional.of(provenance()));
  }

  /** Writes it in the place of the last one. */
  void write(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO main._snapshot VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, name);
      statement.setLong(2, stamp.version().epoch());
      statement.setLong(3, stamp.version().sequence());
      statement.setString(4, Precision.MILLIS.format(stamp.built()));
      statement.setString(5, specHash);
      statement.setString(6, schemaHash);
      statement.setString(7, contentHash);
      statement.setObject(8, place.map(FeedMark::position).map(Position::value).orElse(null));
      statement.setObject(9, place.flatMap(FeedMark::cycle).orElse(null));
      statement.setObject(10, place.flatMap(FeedMark::at).orElse(null));
      statement.executeUpdate();
    }
  }

  /**
   * Empty if there is none that makes sense.
   *
   * @throws SQLException if there is no such table
   */
  static Optional<SnapshotRecord> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM main._snapshot WHERE id = 1")) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SnapshotRecord read(ResultSet row) throws SQLException {
    return new SnapshotRecord(
        text(row, "name"),
        new Stamp(
            new SnapshotVersion(row.getLong("epoch"), row.getLong("sequence")),
            Precision.MILLIS.parse(text(row, "built_at"))),
        text(row, "spec_hash"),
        text(row, "schema_hash"),
        text(row, "content_hash"),
        place(row));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column))
        .orElseThrow(() -> new IllegalArgumentException("there is no " + column));
  }

  private static Optional<FeedMark> place(ResultSet row) throws SQLException {
    if (row.getObject("position") == null) {
      return Optional.empty();
    }
    Number cycle = (Number) row.getObject("position_cycle");
    return Optional.of(
        new FeedMark(
            new Position(row.getLong("position")),
            Optional.ofNullable(cycle).map(Number::longValue),
            Optional.ofNullable(row.getString("position_at"))));
  }
}
