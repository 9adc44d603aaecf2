package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.feed.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A place in the feed of a replica, with the last change that is there or before, by which the feed
 * is known again: another replica, or this one after it was put back to an older state, has another
 * change there, or none. Where all changes up to there are forgotten, the cycle after which the
 * feed ended there says it as well, as long as the journal has one.
 *
 * @param cycle of the change, or the one that ended there; empty where neither is known
 * @param at of the change, or when the cycle began, as it is stored
 */
record FeedMark(Position position, Optional<Long> cycle, Optional<String> at) {

  /** The end of the feed of an attached replica. */
  static FeedMark end(Connection connection) throws SQLException {
    long end =
        Connections.number(
            connection,
            "SELECT coalesce((SELECT seq FROM source.sqlite_sequence WHERE name = '_change'), 0)");
    return at(new Position(end), connection);
  }

  /** As an attached replica has this position. */
  private static FeedMark at(Position position, Connection connection) throws SQLException {
    FeedMark change =
        mark(
            "SELECT cycle, at FROM source._change WHERE position <= ? ORDER BY position DESC LIMIT 1",
            position,
            connection);
    return change.cycle.isPresent()
        ? change
        : mark(
            "SELECT cycle, started_at FROM source._sync_run WHERE position = ? ORDER BY cycle LIMIT 1",
            position,
            connection);
  }

  private static FeedMark mark(String query, Position position, Connection connection)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, position.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new FeedMark(position, Optional.of(row.getLong(1)), Optional.of(row.getString(2)))
            : new FeedMark(position, Optional.empty(), Optional.empty());
      }
    }
  }

  /**
   * Whether the feed of an attached replica has all changes behind this place, and is the one of
   * which this is a place. It is forgotten from its begin on, and a cycle writes its changes at
   * once: where any change up to here is left, all behind it are. Only changes of keys that have
   * changed again are forgotten out of turn. Where none is left, the next one has to follow at
   * once. What nothing proves is not so.
   */
  boolean isReached(Connection connection) throws SQLException {
    return cycle.isPresent() && equals(at(position, connection)) && hasAllBehind(connection);
  }

  private boolean hasAllBehind(Connection connection) throws SQLException {
    long here = position.value();
    if (Connections.number(connection, first("<=")) > 0) {
      return true;
    }
    long end = end(connection).position().value();
    long next = Connections.number(connection, first(">"));
    return end == here || next == here + 1;
  }

  /** The first position on one side of this one; 0 if there is none. */
  private String first(String side) {
    return "SELECT coalesce(min(position), 0) FROM source._change WHERE position %s %d"
        .formatted(side, position.value());
  }
}
