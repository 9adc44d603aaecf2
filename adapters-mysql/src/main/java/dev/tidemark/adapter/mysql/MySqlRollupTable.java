package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cells of one rollup, beside the tables of a mirror. */
final class MySqlRollupTable implements RollupTable {

  private final RollupRuns runs;
  private final PlanSql sql;
  private final Standings standings;
  private final Notes notes;
  private final String about;

  MySqlRollupTable(RollupRuns runs, PlanSql sql, String about) {
    this.runs = runs;
    this.sql = sql;
    this.standings = new Standings(sql);
    this.notes = new Notes(sql);
    this.about = about;
  }

  @Override
  public Advanced advance(Lease lease, int atMost, boolean settle) {
    String attempted = "advance " + about;
    return runs.write(
        attempted,
        session -> {
          StandingRow row = standings.read(session, attempted, lease);
          ChangeWindow window = ChangeWindow.of(sql, session, row);
          new Removals(sql).fold(session);
          List<Notes.Note> read = notes.oldest(session, atMost);
          long cells = takeIn(session, read, window.cells(settle));
          boolean more = notes.areThere(session) || window.isCut();
          Watermark reached = standings.lock(session, attempted, lease).watermark();
          moved(session, ChangeWindow.later(reached, window.end()), cells, read.size());
          return new Advanced(cells, read.size(), window.from(), window.end(), more);
        });
  }

  private long takeIn(SqlSession session, List<Notes.Note> read, List<String> changed)
      throws SQLException {
    Replacement replacement = Replacement.begin(session, sql);
    replacement.add(read);
    for (String query : changed) {
      replacement.add(query);
    }
    notes.remove(session, read);
    return replacement.replaceWork();
  }

  private void moved(SqlSession session, Watermark to, long cells, int read) throws SQLException {
    standings.move(session, to);
    if (cells > 0 || read > 0 || standings.read(session).isFailing()) {
      standings.set(session, "succeeded_at = UTC_TIMESTAMP(3), succeeded_cells = ?", cells);
    }
  }

  @Override
  public Compared compare(Span span) {
    String attempted = "compare " + about;
    RollupRuns noting = runs.leaving(Outcome.NOTED);
    return noting.read(
        attempted, session -> new CellComparison(noting, sql, attempted).run(session, span));
  }

  @Override
  public long unprocessed() {
    return runs.read(
        "compare what waits of " + about,
        session -> {
          ChangeWindow window = ChangeWindow.of(sql, session, standings.read(session));
          ComparisonSql comparison = new ComparisonSql(sql);
          List<Instant> buckets =
              session.list(
                  comparison.waitingBuckets(window), row -> InstantText.parse(row.getString(1)));
          long count = 0;
          for (Span stretch : Stretches.of(sql.plan().definition().bucket(), buckets)) {
            count +=
                session
                    .first(comparison.unprocessed(stretch, window), row -> row.getLong(1))
                    .orElseThrow();
          }
          return count;
        });
  }

  @Override
  public <T> T read(Span span, Function<Iterator<RollupCell>, T> work) {
    String attempted = "read " + about;
    CellRows cells = new CellRows(sql.plan());
    String query =
        PlanSql.select(cells.selected("c"), Names.quote(sql.names().cells()) + " c")
            + " WHERE "
            + PlanSql.within("c.bucket", span)
            + " ORDER BY "
            + sql.order("c").collect(Collectors.joining(", "));
    return runs.read(
        attempted,
        session -> session.stream(query, rows -> work.apply(cells.iterator(rows, attempted))));
  }

  @Override
  public RollupStanding standing() {
    return runs.read(
        "read how " + about + " stands",
        session -> {
          Optional<StandingRow> row = found(session);
          return row.isEmpty() ? nothingYet(session) : standing(session, row.get());
        });
  }

  private Optional<StandingRow> found(SqlSession session) throws SQLException {
    try {
      return standings.find(session);
    } catch (SQLException e) {
      if (MySqlErrors.isNothingThere(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static RollupStanding nothingYet(SqlSession session) throws SQLException {
    Instant now =
        session
            .first(
                "SELECT CAST(UTC_TIMESTAMP(3) AS CHAR)", row -> InstantText.parse(row.getString(1)))
            .orElseThrow();
    return RollupStanding.never(now);
  }

  private RollupStanding standing(SqlSession session, StandingRow row) throws SQLException {
    ChangeWindow window = ChangeWindow.of(sql, session, row);
    Optional<Instant> waitingSince =
        Stream.of(notes.waitingSince(session), window.waitingSince(session))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return new RollupStanding(
        row.now(),
        row.watermark(),
        waitingSince,
        notes.count(session),
        window.behind(),
        row.completeSince(),
        standings.walk(session, row),
        row.success(),
        row.failure(),
        row.lockMisses(),
        row.mismatches(),
        row.until()
            .filter(end -> row.isHeld())
            .map(end -> new RollupStanding.Writer(row.holder(), end)));
  }

  @Override
  public void failed(String reason) {
    runs.quickly(
        "note a failure of " + about,
        session ->
            standings.set(session, "failed_at = UTC_TIMESTAMP(3), failed_reason = ?", reason));
  }
}
