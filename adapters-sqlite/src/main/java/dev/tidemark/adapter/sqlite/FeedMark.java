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
 * change there, or none.
 *
 * @param cycle of the change; empty where the feed had forgotten all, or had none
 * @param at of the change, as it is stored
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

  /** As the feed of an attached replica has this position. */
  private static FeedMark at(Position position, Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT cycle, at FROM source._change WHERE position <= ? ORDER BY position DESC LIMIT 1")) {
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
   * once: where any change of the cycle is left, all behind it are. Only changes of keys that have
   * changed again are forgotten out of turn. Where no change is remembered, nothing may have been
   * forgotten.
   */
  boolean isReached(Connection connection) throws SQLException {
    if (cycle.isPresent()) {
      return equals(at(position, connection));
    }
    long end = end(connection).position().value();
    long next =
        Connections.number(
            connection,
            "SELECT coalesce((SELECT min(position) FROM source._change WHERE position > %d), %d)"
                .formatted(position.value(), end + 1));
    return end >= position.value() && next == position.value() + 1;
  }
}
