package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.EntityTable.quote;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.RollupStanding.Failure;
import dev.tidemark.core.rollup.RollupStanding.Success;
import dev.tidemark.core.rollup.RollupStanding.Writer;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How one rollup stands, as of one moment. */
record RollupLook(RollupSql sql) {

  RollupStanding standing(Connection connection) throws SQLException {
    Optional<RollupRow> row =
        RollupPreparation.hasBookkeeping(connection)
            ? RollupRow.find(connection, sql.plan().name())
            : Optional.empty();
    Instant now = RollupRow.now(connection);
    return row.isEmpty() ? RollupStanding.never(now) : standing(connection, row.get(), now);
  }

  private RollupStanding standing(Connection connection, RollupRow row, Instant now)
      throws SQLException {
    return new RollupStanding(
        now,
        row.watermark(),
        waitingSince(connection, row.watermark()),
        Connections.number(connection, "SELECT count(*) FROM " + sql.notes()),
        behind(connection, row.watermark()),
        row.completeSince(),
        walk(connection, sql.plan().name(), row),
        row.successAt().map(at -> new Success(at, row.successCells())),
        row.failureAt().map(at -> new Failure(at, row.failure().orElse(""))),
        row.lockMisses(),
        row.mismatches(),
        row.holder()
            .flatMap(holder -> row.until().map(until -> new Writer(holder, until)))
            .filter(writer -> now.isBefore(writer.until())));
  }

  private Optional<Instant> waitingSince(Connection connection, Watermark watermark)
      throws SQLException {
    Optional<Instant> note =
        instant(connection, "SELECT noted_at FROM " + sql.notes() + " ORDER BY seq LIMIT 1");
    Optional<Instant> change = oldestBehind(connection, watermark);
    return Stream.of(note, change).flatMap(Optional::stream).min(Instant::compareTo);
  }

  private Optional<Instant> oldestBehind(Connection connection, Watermark watermark)
      throws SQLException {
    Optional<String> rows = RollupWindow.behind(sql.plan(), watermark);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String time = "e." + quote(sql.plan().definition().time());
    String since =
        sql.plan().definition().changes() instanceof Changes.ByTime by
            ? "min(ifnull(e." + quote(by.field()) + ", " + time + "))"
            : "min(" + time + ")";
    return instant(
        connection, "SELECT %s FROM %s AS e WHERE %s".formatted(since, sql.source(), rows.get()));
  }

  private static Optional<Instant> instant(Connection connection, String query)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next()
          ? Optional.ofNullable(row.getString(1)).map(Instant::parse)
          : Optional.empty();
    }
  }

  private OptionalLong behind(Connection connection, Watermark watermark) throws SQLException {
    if (!(sql.plan().definition().changes() instanceof Changes.BySequence by)
        || watermark.sequence().isEmpty()) {
      return OptionalLong.empty();
    }
    long latest = RollupWindow.latest(connection, sql.plan(), by);
    return OptionalLong.of(Math.max(0, latest - watermark.sequence().getAsLong()));
  }

  static Optional<Walk> walk(Connection connection, String name, RollupRow row)
      throws SQLException {
    if (row.walkFrom().isEmpty() || row.walkTo().isEmpty()) {
      return Optional.empty();
    }
    List<Span> done = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet part =
            statement.executeQuery(
                "SELECT part_from, part_to FROM _walk_part WHERE name = "
                    + EntityTable.text(name))) {
      while (part.next()) {
        done.add(new Span(Instant.parse(part.getString(1)), Instant.parse(part.getString(2))));
      }
    }
    return Optional.of(
        new Walk(new Span(row.walkFrom().get(), row.walkTo().get()), row.stamp(), done));
  }
}
