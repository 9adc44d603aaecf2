package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.schema.Precision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The row of one rollup in {@code _rollup}, as it was read. */
record RollupRow(
    Watermark watermark,
    Optional<Instant> completeSince,
    Optional<Instant> walkFrom,
    Optional<Instant> walkTo,
    Watermark stamp,
    long token,
    Optional<String> holder,
    Optional<Instant> until,
    Optional<Instant> successAt,
    long successCells,
    Optional<Instant> failureAt,
    Optional<String> failure,
    long lockMisses,
    long mismatches) {

  static Optional<RollupRow> find(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT * FROM _rollup WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(of(row)) : Optional.empty();
      }
    }
  }

  static RollupRow get(Connection connection, String name) throws SQLException {
    return find(connection, name)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "use rollup %s: it is not prepared; prepare it first".formatted(name)));
  }

  boolean isFailing() {
    return failureAt.isPresent() && successAt.filter(at -> !at.isBefore(failureAt.get())).isEmpty();
  }

  /** As the bookkeeping has times. */
  static String text(Instant instant) {
    return Precision.NANOS.format(instant);
  }

  /** By SQLite's own clock. */
  static Instant now(Connection connection) throws SQLException {
    return Instant.parse(Connections.text(connection, "SELECT " + RollupTriggers.NOW));
  }

  /**
   * Fails in a transaction that writes for somebody who may not write any more.
   *
   * @throws FencedException if there is a later lease
   */
  static void require(Connection connection, String attempted, String name, Lease lease)
      throws SQLException {
    long token = get(connection, name).token();
    if (token != lease.token()) {
      throw new FencedException(
          "%s with lease %d of %s: another writes there since, with lease %d; nothing was changed"
              .formatted(attempted, lease.token(), lease.holder(), token));
    }
  }

  private static RollupRow of(ResultSet row) throws SQLException {
    return new RollupRow(
        watermark(row, "watermark"),
        instant(row, "complete_since"),
        instant(row, "walk_from"),
        instant(row, "walk_to"),
        watermark(row, "stamp"),
        row.getLong("lease_token"),
        Optional.ofNullable(row.getString("lease_holder")),
        instant(row, "lease_until"),
        instant(row, "success_at"),
        row.getLong("success_cells"),
        instant(row, "failure_at"),
        Optional.ofNullable(row.getString("failure")),
        row.getLong("lock_misses"),
        row.getLong("mismatches"));
  }

  private static Watermark watermark(ResultSet row, String prefix) throws SQLException {
    long sequence = row.getLong(prefix + "_sequence");
    OptionalLong number = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(sequence);
    return new Watermark(instant(row, prefix + "_time"), number);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable String text = row.getString(column);
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
