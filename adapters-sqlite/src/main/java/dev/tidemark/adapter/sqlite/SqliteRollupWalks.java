package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupWalks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The open walk in {@code _rollup}, and its parts in {@code _walk_part}. */
final class SqliteRollupWalks implements RollupWalks {

  private final RollupAccess file;
  private final RollupSql sql;

  SqliteRollupWalks(RollupAccess file, RollupSql sql) {
    this.file = file;
    this.sql = sql;
  }

  private String name() {
    return sql.plan().name();
  }

  private String attempted() {
    return "fill rollup " + name();
  }

  @Override
  public Optional<Span> extent() {
    return file.read("look at the source of rollup " + name(), this::extent);
  }

  /** By the ends of indexes; each alone, since SQLite takes an index for one of both only. */
  private Optional<Span> extent(Connection connection) throws SQLException {
    String stem = sql.eventStem("e");
    String live = "SELECT %s(%s) FROM %s AS e";
    Optional<String> first = text(connection, live.formatted("min", stem, sql.source()));
    Optional<String> last = text(connection, live.formatted("max", stem, sql.source()));
    for (String cells : isPrepared(connection) ? tablesOfCells() : List.<String>of()) {
      String kept = "SELECT %s(bucket) FROM %s";
      first = least(first, text(connection, kept.formatted("min", cells)), true);
      last = least(last, text(connection, kept.formatted("max", cells)), false);
    }
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Span(start(first.get()), sql.plan().definition().bucket().next(start(last.get()))));
  }

  private List<String> tablesOfCells() {
    return sql.plan().definition().archives()
        ? List.of(sql.table(), sql.archive())
        : List.of(sql.table());
  }

  /** What was never prepared has no cells yet, and can be asked for its extent all the same. */
  private boolean isPrepared(Connection connection) throws SQLException {
    return RollupPreparation.hasBookkeeping(connection)
        && RollupRow.find(connection, name()).isPresent();
  }

  private static Optional<String> text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }

  private static Optional<String> least(
      Optional<String> one, Optional<String> other, boolean least) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    boolean first = one.get().compareTo(other.get()) < 0;
    return first == least ? one : other;
  }

  /** Of a bucket, from its own text or the stem of it. */
  private Instant start(String text) {
    int length = sql.plan().definition().bucket() == Bucket.HOUR ? 13 : 10;
    String stem = text.substring(0, length);
    return Instant.parse(length == 13 ? stem + ":00:00Z" : stem + "T00:00:00Z");
  }

  @Override
  public Walk begin(Lease lease, boolean afresh) {
    return file.write(
        attempted(),
        connection -> {
          RollupRow.require(connection, attempted(), name(), lease);
          RollupRow row = RollupRow.get(connection, name());
          Optional<Walk> open = RollupLook.walk(connection, name(), row);
          return open.isPresent() && !afresh ? open.get() : begun(connection);
        });
  }

  private Walk begun(Connection connection) throws SQLException {
    Span span = extent(connection).orElse(new Span(Instant.EPOCH, Instant.EPOCH));
    Walk walk = new Walk(span, RollupWindow.stamp(connection, sql.plan()), List.of());
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE _rollup SET walk_from = ?, walk_to = ?, stamp_time = ?, stamp_sequence = ? WHERE name = ?")) {
      statement.setString(1, RollupRow.text(span.from()));
      statement.setString(2, RollupRow.text(span.to()));
      statement.setString(3, walk.stamp().time().map(RollupRow::text).orElse(null));
      OptionalLong sequence = walk.stamp().sequence();
      statement.setObject(4, sequence.isPresent() ? sequence.getAsLong() : null);
      statement.setString(5, name());
      statement.executeUpdate();
    }
    forgetParts(connection);
    return walk;
  }

  private void forgetParts(Connection connection) throws SQLException {
    new Statements(connection, name()).update("DELETE FROM _walk_part WHERE name = ?1");
  }

  @Override
  public long compute(Lease lease, Span part) {
    return file.computeAndWrite(
        attempted(),
        new ComputeThenWrite<>() {
          @Override
          public Long compute(Connection connection) throws SQLException {
            new RollupComputing(sql, connection).compute(part);
            return 0L;
          }

          @Override
          public Long write(Connection connection, Long computed) throws SQLException {
            RollupRow.require(connection, attempted(), name(), lease);
            long cells = new RollupComputing(sql, connection).replace(part);
            done(connection, part);
            return cells;
          }
        });
  }

  private void done(Connection connection, Span part) throws SQLException {
    new Statements(
            connection,
            name(),
            RollupRow.text(part.from()),
            RollupRow.text(part.to()),
            RollupRow.text(RollupRow.now(connection)))
        .update("INSERT OR REPLACE INTO _walk_part VALUES (?1, ?2, ?3, ?4)");
  }

  @Override
  public void complete(Lease lease) {
    file.write(
        attempted(),
        connection -> {
          RollupRow.require(connection, attempted(), name(), lease);
          complete(connection, RollupRow.get(connection, name()));
          return true;
        });
  }

  private void complete(Connection connection, RollupRow row) throws SQLException {
    Walk walk =
        RollupLook.walk(connection, name(), row)
            .orElseThrow(
                () ->
                    new FencedException(
                        attempted()
                            + ": no walk is open; what it needs was made anew meanwhile, so begin again"));
    if (!walk.isDone()) {
      throw new IllegalStateException(
          "%s: expected all of %s to be done, found %s"
              .formatted(attempted(), walk.span(), walk.done()));
    }
    RollupAdvance.moveWatermark(connection, name(), later(row.watermark(), walk.stamp()));
    new Statements(connection, name(), RollupRow.text(RollupRow.now(connection)))
        .update(
            "UPDATE _rollup SET complete_since = ?2, walk_from = NULL, walk_to = NULL, stamp_time = NULL, stamp_sequence = NULL WHERE name = ?1");
    forgetParts(connection);
  }

  private static Watermark later(Watermark one, Watermark other) {
    boolean laterTime =
        one.time().isPresent()
            && other.time().isPresent()
            && one.time().get().isAfter(other.time().get());
    boolean laterNumber =
        one.sequence().isPresent()
            && other.sequence().isPresent()
            && one.sequence().getAsLong() > other.sequence().getAsLong();
    return laterTime || laterNumber ? one : other;
  }
}
