package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupTable.Compared;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One comparison of a stretch: read from one snapshot, and what differs noted as it comes, in
 * transactions of their own, as there may be very much of it.
 */
final class CellComparison {

  private static final int SHOWN = 10;
  private static final int AT_ONCE = 500;

  /** Of the first buckets, from which the first cells are chosen. */
  private static final int CANDIDATES = 1_000;

  private final RollupRuns runs;
  private final PlanSql sql;
  private final Standings standings;
  private final ComparisonSql comparison;
  private final String attempted;
  private final NavigableSet<Notes.Note> first = new TreeSet<>(Notes.Note.BY_BUCKET);
  private final List<Notes.Note> unwritten = new ArrayList<>();
  private long cells;
  private long mismatches;

  CellComparison(RollupRuns runs, PlanSql sql, String attempted) {
    this.runs = runs;
    this.sql = sql;
    this.standings = new Standings(sql);
    this.comparison = new ComparisonSql(sql);
    this.attempted = attempted;
  }

  /** Once alone: what is found adds up. */
  Compared run(SqlSession session, Span span) throws SQLException {
    ChangeWindow window = ChangeWindow.of(sql, session, standings.read(session));
    session.stream(comparison.differing(span, window), this::take);
    write();
    return new Compared(cells, mismatches, some(session));
  }

  private Boolean take(ResultSet rows) throws SQLException {
    while (rows.next()) {
      String bucket = rows.getString(1);
      if (bucket == null) {
        cells = rows.getLong(3);
      } else {
        differs(Notes.Note.of(0, bucket, rows.getString(2)));
      }
    }
    return true;
  }

  private void differs(Notes.Note note) {
    mismatches++;
    unwritten.add(note);
    first.add(note);
    if (first.size() > CANDIDATES) {
      first.pollLast();
    }
    if (unwritten.size() == AT_ONCE) {
      write();
    }
  }

  private void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    runs.writeApart(
        attempted,
        session -> {
          new Notes(sql).add(session, unwritten);
          return standings.set(session, "mismatches = mismatches + " + unwritten.size());
        });
    unwritten.clear();
  }

  private List<RollupCell> some(SqlSession session) throws SQLException {
    Map<Instant, List<String>> byBucket = new TreeMap<>();
    first.forEach(
        note -> byBucket.computeIfAbsent(note.bucket(), any -> new ArrayList<>()).add(note.cell()));
    List<RollupCell> some = new ArrayList<>();
    for (Map.Entry<Instant, List<String>> each : byBucket.entrySet()) {
      if (some.size() < SHOWN) {
        show(session, each.getKey(), each.getValue(), some);
      }
    }
    return some;
  }

  private void show(SqlSession session, Instant bucket, List<String> which, List<RollupCell> into)
      throws SQLException {
    Span span = new Span(bucket, sql.plan().definition().bucket().next(bucket));
    Map<List<?>, RollupCell> byKeys = new LinkedHashMap<>();
    session
        .list(comparison.shown(span, which), new CellRows(sql.plan())::read)
        .forEach(cell -> byKeys.putIfAbsent(cell.keys(), cell));
    byKeys.values().stream().limit(SHOWN - into.size()).forEach(into::add);
  }
}
