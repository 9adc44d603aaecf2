package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupTable.Compared;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One comparison of a stretch: read from one snapshot, and what differs noted as it comes, in
 * transactions of their own, as there may be very much of it.
 */
final class CellComparison {

  private static final int SHOWN = 10;
  private static final int AT_ONCE = 500;

  private final RollupRuns runs;
  private final PlanSql sql;
  private final Standings standings;
  private final ComparisonSql comparison;
  private final String attempted;
  private final List<Notes.Note> shown = new ArrayList<>();
  private final List<Notes.Note> unwritten = new ArrayList<>();
  private long cells;
  private long mismatches;

  CellComparison(RollupRuns runs, PlanSql sql, String about) {
    this.runs = runs;
    this.sql = sql;
    this.standings = new Standings(sql);
    this.comparison = new ComparisonSql(sql);
    this.attempted = "compare " + about;
  }

  Compared run(Span span) {
    return runs.read(
        attempted,
        session -> {
          ChangeWindow window = ChangeWindow.of(sql, session, standings.read(session));
          session.stream(comparison.differing(span, window), this::take);
          write();
          return new Compared(cells, mismatches, some(session));
        });
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
    if (shown.size() < SHOWN) {
      shown.add(note);
    }
    if (unwritten.size() == AT_ONCE) {
      write();
    }
  }

  private void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    runs.write(
        attempted,
        session -> {
          new Notes(sql).add(session, unwritten);
          return standings.set(session, "mismatches = mismatches + " + unwritten.size());
        });
    unwritten.clear();
  }

  private List<RollupCell> some(SqlSession session) throws SQLException {
    List<RollupCell> some = new ArrayList<>();
    for (Notes.Note note : shown) {
      found(session, note).ifPresent(some::add);
    }
    return some;
  }

  private Optional<RollupCell> found(SqlSession session, Notes.Note note) throws SQLException {
    Instant bucket = note.bucket();
    Span span = new Span(bucket, sql.plan().definition().bucket().next(bucket));
    for (String query : comparison.one(span, note.cell())) {
      Optional<RollupCell> cell = session.first(query, new CellRows(sql.plan())::read);
      if (cell.isPresent()) {
        return cell;
      }
    }
    return Optional.empty();
  }
}
