package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupStanding.Failure;
import dev.tidemark.core.rollup.RollupStanding.Success;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Watermark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is stored about one rollup.
 *
 * @param now by the server's clock, when it was read
 * @param until when the lease ends, or ended; empty once it was released
 */
record StandingRow(
    Instant now,
    String signature,
    Watermark watermark,
    Optional<Instant> completeSince,
    Optional<OpenWalk> walk,
    String holder,
    long token,
    Optional<Instant> until,
    Optional<Success> success,
    Optional<Failure> failure,
    long lockMisses,
    long mismatches) {

  private static final Duration A_DAY = Duration.ofDays(1);

  /** In the order in which they are read. */
  static final String COLUMNS =
      "CAST(UTC_TIMESTAMP(3) AS CHAR) AS now, signature, CAST(watermark_time AS CHAR) AS watermark_time,"
          + " watermark_sequence, CAST(complete_since AS CHAR) AS complete_since, walk_from, walk_to,"
          + " CAST(walk_time AS CHAR) AS walk_time, walk_sequence, holder, token,"
          + " CAST(held_until AS CHAR) AS held_until, CAST(succeeded_at AS CHAR) AS succeeded_at,"
          + " succeeded_cells, CAST(failed_at AS CHAR) AS failed_at, failed_reason, lock_misses,"
          + " mismatches";

  /** A backfill that has begun and not ended. */
  record OpenWalk(Span span, Watermark stamp) {}

  static StandingRow read(ResultSet row) throws SQLException {
    return new StandingRow(
        InstantText.parse(row.getString("now")),
        row.getString("signature"),
        watermark(row, "watermark"),
        instant(row, "complete_since"),
        walk(row),
        row.getString("holder"),
        row.getLong("token"),
        instant(row, "held_until"),
        success(row),
        failure(row),
        row.getLong("lock_misses"),
        row.getLong("mismatches"));
  }

  boolean isFailing() {
    return failure.isPresent()
        && success.filter(last -> !last.at().isBefore(failure.get().at())).isEmpty();
  }

  boolean isHeld() {
    return until.filter(end -> end.isAfter(now)).isPresent();
  }

  /** A lease that ends a day later than one taken now is from a clock that was ahead. */
  boolean isHeld(Duration length) {
    Instant impossible = now.plus(length).plus(A_DAY);
    return isHeld() && until.filter(end -> end.isAfter(impossible)).isEmpty();
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(InstantText::parse);
  }

  private static Watermark watermark(ResultSet row, String which) throws SQLException {
    long number = row.getLong(which + "_sequence");
    OptionalLong sequence = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    return new Watermark(instant(row, which + "_time"), sequence);
  }

  private static Optional<OpenWalk> walk(ResultSet row) throws SQLException {
    Instant from = Instant.ofEpochSecond(row.getLong("walk_from"));
    if (row.wasNull()) {
      return Optional.empty();
    }
    Instant to = Instant.ofEpochSecond(row.getLong("walk_to"));
    return Optional.of(new OpenWalk(new Span(from, to), watermark(row, "walk")));
  }

  private static Optional<Success> success(ResultSet row) throws SQLException {
    long cells = row.getLong("succeeded_cells");
    return instant(row, "succeeded_at").map(at -> new Success(at, cells));
  }

  private static Optional<Failure> failure(ResultSet row) throws SQLException {
    String reason = row.getString("failed_reason");
    return instant(row, "failed_at").map(at -> new Failure(at, reason));
  }
}
