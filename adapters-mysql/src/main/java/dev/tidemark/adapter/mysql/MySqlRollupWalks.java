package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupWalks;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backfill of one rollup, beside the tables of a mirror. */
final class MySqlRollupWalks implements RollupWalks {

  private static final Span NOTHING = new Span(Instant.EPOCH, Instant.EPOCH);

  private final RollupRuns runs;
  private final PlanSql sql;
  private final Standings standings;
  private final String about;

  MySqlRollupWalks(RollupRuns runs, PlanSql sql, String about) {
    this.runs = runs;
    this.sql = sql;
    this.standings = new Standings(sql);
    this.about = about;
  }

  @Override
  public Optional<Span> extent() {
    return runs.read("find the events of " + about, this::extent);
  }

  /**
   * Queries for the first and last instant of events, of what is archived, and of what is stored,
   * which may have outlived its events while nobody watched.
   */
  private List<String> ends(SqlSession session) throws SQLException {
    List<String> queries = new ArrayList<>();
    queries.add(
        ends(PlanSql.column("x", sql.plan().time().name()), sql.table(sql.plan().source())));
    for (String table : beside()) {
      if (isThere(session, table)) {
        queries.add(ends("x.bucket", Names.quote(table)));
      }
    }
    return queries;
  }

  private List<String> beside() {
    RollupNames names = sql.names();
    return sql.plan().definition().archives()
        ? List.of(names.cells(), names.archive(), names.removed())
        : List.of(names.cells());
  }

  /** Before the setup, none is. */
  private static boolean isThere(SqlSession session, String table) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
            row -> true,
            table)
        .isPresent();
  }

  private static String ends(String column, String table) {
    return "SELECT MIN(%1$s) AS first, MAX(%1$s) AS last FROM %2$s x".formatted(column, table);
  }

  private Optional<Span> extent(SqlSession session) throws SQLException {
    Bucket bucket = sql.plan().definition().bucket();
    return session
        .first(
            "SELECT CAST(MIN(first) AS CHAR) AS first, CAST(MAX(last) AS CHAR) AS last FROM (%s) ends"
                .formatted(String.join(" UNION ALL ", ends(session))),
            row -> {
              Optional<Instant> last = StandingRow.instant(row, "last");
              return StandingRow.instant(row, "first")
                  .map(first -> new Span(bucket.floor(first), bucket.next(last.orElseThrow())));
            })
        .flatMap(found -> found);
  }

  @Override
  public Walk begin(Lease lease, boolean afresh) {
    String attempted = "begin to fill " + about;
    return runs.write(
        attempted,
        session -> {
          StandingRow now = standings.read(session, attempted, lease);
          Watermark stamp = ChangeWindow.of(sql, session, now).stamp();
          Span span = extent(session).orElse(NOTHING);
          StandingRow row = standings.lock(session, attempted, lease);
          Optional<Walk> open = standings.walk(session, row);
          if (open.isPresent() && !afresh) {
            return open.get();
          }
          Walk walk = new Walk(span, stamp, List.of());
          standings.begin(session, walk);
          return walk;
        });
  }

  @Override
  public long compute(Lease lease, Span part) {
    String attempted = "compute %s of %s".formatted(part, about);
    return runs.write(
        attempted,
        session -> {
          standings.read(session, attempted, lease);
          long cells = Replacement.begin(session, sql).replaceAll(part);
          standings.lock(session, attempted, lease);
          standings.done(session, part);
          return cells;
        });
  }

  @Override
  public void complete(Lease lease) {
    String attempted = "complete " + about;
    runs.write(
        attempted,
        session -> {
          StandingRow row = standings.lock(session, attempted, lease);
          Optional<Walk> walk = standings.walk(session, row);
          if (walk.filter(Walk::isDone).isEmpty()) {
            throw new IllegalStateException(
                "%s: expected all of its walk to be done, found %s"
                    .formatted(attempted, walk.map(Walk::toString).orElse("none")));
          }
          standings.complete(session, ChangeWindow.later(row.watermark(), walk.get().stamp()));
          return true;
        });
  }
}
