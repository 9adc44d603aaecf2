package dev.tidemark.adapter.mysql;

import dev.tidemark.core.rollup.Span;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Computes cells anew and replaces them, in the transaction of a session. Which ones is kept in a
 * temporary table: no other writer can wait for it, or find what is left of it.
 */
final class Replacement {

  private final SqlSession session;
  private final PlanSql sql;
  private final RecomputeSql recompute;
  private final String work;
  private final String cells;

  private Replacement(SqlSession session, PlanSql sql) {
    this.session = session;
    this.sql = sql;
    this.recompute = new RecomputeSql(sql);
    this.work = Names.quote(sql.names().work());
    this.cells = Names.quote(sql.names().cells());
  }

  /** Of no cells yet. */
  static Replacement begin(SqlSession session, PlanSql sql) throws SQLException {
    session.update("DROP TEMPORARY TABLE IF EXISTS " + Names.quote(sql.names().work()));
    session.update(new RollupTables(sql).createWork());
    return new Replacement(session, sql);
  }

  void add(List<Notes.Note> notes) throws SQLException {
    for (List<Notes.Note> some : Notes.inParts(notes)) {
      session.update(
          "INSERT IGNORE INTO %s VALUES %s"
              .formatted(
                  work,
                  some.stream()
                      .map(note -> "(" + note.values() + ", 0)")
                      .collect(Collectors.joining(", "))));
    }
  }

  /** What a query for buckets and cells finds. */
  void add(String query) throws SQLException {
    session.update(
        "INSERT IGNORE INTO %s SELECT DISTINCT q.bucket, q._cell, 0 FROM (%s) q"
            .formatted(work, query));
  }

  /** Gives how many cells there are of those, or were. */
  long replaceWork() throws SQLException {
    session.update(
        "UPDATE %s w JOIN %s c ON c.bucket = w.bucket AND c._cell = w._cell SET w.was_there = 1"
            .formatted(work, cells));
    long written = 0;
    removeWork();
    for (Span stretch : stretches()) {
      written += insert(recompute.work(stretch));
    }
    return written + gone();
  }

  private List<Span> stretches() throws SQLException {
    List<Instant> buckets =
        session.list(
            "SELECT DISTINCT CAST(bucket AS CHAR) FROM " + work,
            row -> InstantText.parse(row.getString(1)));
    return Stretches.of(sql.plan().definition().bucket(), buckets);
  }

  /** The same for all cells of a stretch. */
  long replaceAll(Span span) throws SQLException {
    session.update(
        "INSERT INTO %s SELECT bucket, _cell, 1 FROM %s WHERE %s"
            .formatted(work, cells, PlanSql.within(PlanSql.BUCKET, span)));
    removeWork();
    return insert(recompute.all(span)) + gone();
  }

  private void removeWork() throws SQLException {
    session.update(
        "DELETE c FROM %s w JOIN %s c ON c.bucket = w.bucket AND c._cell = w._cell"
            .formatted(work, cells));
  }

  private long insert(String select) throws SQLException {
    return session.update(PlanSql.insert(sql.names().cells(), sql.columns(), select));
  }

  private long gone() throws SQLException {
    return session
        .first(
            ("SELECT COUNT(*) FROM %s w LEFT JOIN %s c ON c.bucket = w.bucket AND c._cell = w._cell"
                    + " WHERE w.was_there = 1 AND c.bucket IS NULL")
                .formatted(work, cells),
            row -> row.getLong(1))
        .orElseThrow();
  }
}
