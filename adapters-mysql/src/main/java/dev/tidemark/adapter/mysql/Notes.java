package dev.tidemark.adapter.mysql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The queue of cells that are to be computed anew. It is only added to and taken from by number:
 * what others add meanwhile may have smaller numbers than what was read.
 */
final class Notes {

  private static final int MOST_AT_ONCE = 500;

  private final String table;

  Notes(PlanSql sql) {
    this.table = Names.quote(sql.names().notes());
  }

  /**
   * One note.
   *
   * @param seq its number; 0 for one that is not there yet
   * @param digest of the cell's keys, in hexadecimal digits
   */
  record Note(long seq, Instant bucket, String digest) {

    /** Reads bucket and digest from these columns. */
    static Note of(long seq, String bucket, String digest) {
      return new Note(seq, InstantText.parse(bucket), digest);
    }

    /** Bucket and cell as literals. */
    String values() {
      return PlanSql.literal(bucket) + ", " + cell();
    }

    String cell() {
      return "X'" + digest + "'";
    }
  }

  /** The oldest, of those that are committed. */
  List<Note> oldest(SqlSession session, int atMost) throws SQLException {
    return session.list(
        "SELECT seq, CAST(bucket AS CHAR), HEX(_cell) FROM %s ORDER BY seq LIMIT %d"
            .formatted(table, atMost),
        row -> Note.of(row.getLong(1), row.getString(2), row.getString(3)));
  }

  void remove(SqlSession session, List<Note> read) throws SQLException {
    for (List<Note> some : inParts(read)) {
      session.update(
          "DELETE FROM %s WHERE seq IN (%s)"
              .formatted(
                  table,
                  some.stream()
                      .map(note -> Long.toString(note.seq()))
                      .collect(Collectors.joining(", "))));
    }
  }

  /** As many as one statement takes. */
  static <T> List<List<T>> inParts(List<T> all) {
    return java.util.stream.IntStream.range(0, (all.size() + MOST_AT_ONCE - 1) / MOST_AT_ONCE)
        .mapToObj(i -> all.subList(i * MOST_AT_ONCE, Math.min(all.size(), (i + 1) * MOST_AT_ONCE)))
        .toList();
  }

  /** Adds one for the cell of each. */
  void add(SqlSession session, List<Note> cells) throws SQLException {
    for (List<Note> some : inParts(cells)) {
      session.update(
          "INSERT INTO %s (bucket, _cell, noted_at) VALUES %s"
              .formatted(
                  table,
                  some.stream()
                      .map(note -> "(" + note.values() + ", UTC_TIMESTAMP(3))")
                      .collect(Collectors.joining(", "))));
    }
  }

  boolean areThere(SqlSession session) throws SQLException {
    return session.first("SELECT seq FROM " + table + " LIMIT 1", row -> true).isPresent();
  }

  long count(SqlSession session) throws SQLException {
    return session.first("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)).orElseThrow();
  }

  Optional<Instant> waitingSince(SqlSession session) throws SQLException {
    return session
        .first(
            "SELECT CAST(MIN(noted_at) AS CHAR) AS at FROM " + table,
            row -> StandingRow.instant(row, "at"))
        .flatMap(found -> found);
  }
}
