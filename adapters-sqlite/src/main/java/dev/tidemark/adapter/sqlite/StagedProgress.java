package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.Progress.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code _progress} in a staging file. */
final class StagedProgress {

  private final Connection connection;

  StagedProgress(Connection connection) {
    this.connection = connection;
  }

  Optional<Progress> of(EntityType type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT step, at, identity, listed, list_newest, newest, cached
            FROM main._progress WHERE type = ?""")) {
      statement.setString(1, type.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  private static Progress read(ResultSet row) throws SQLException {
    return new Progress(
        Step.valueOf(row.getString(1)),
        Instant.parse(row.getString(2)),
        row.getString(3),
        row.getLong(4),
        instant(row.getString(5)),
        instant(row.getString(6)),
        row.getBoolean(7));
  }

  void put(EntityType type, Progress progress) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT OR REPLACE INTO main._progress
              (type, step, at, identity, listed, list_newest, newest, cached)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
      statement.setString(1, type.name());
      statement.setString(2, progress.step().name());
      statement.setString(3, Precision.NANOS.format(progress.at()));
      statement.setString(4, progress.identity());
      statement.setLong(5, progress.listed());
      statement.setString(6, text(progress.listNewest()));
      statement.setString(7, text(progress.newest()));
      statement.setBoolean(8, progress.cached());
      statement.executeUpdate();
    }
  }

  private static Optional<Instant> instant(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }

  private static @Nullable String text(Optional<Instant> instant) {
    return instant.map(Precision.NANOS::format).orElse(null);
  }
}
