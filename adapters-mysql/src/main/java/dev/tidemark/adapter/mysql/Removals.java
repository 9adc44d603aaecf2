package dev.tidemark.adapter.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Adds up what removed rows have left, which is a row for each of them, to one for each cell. */
final class Removals {

  private static final int MOST = 10_000;

  private final PlanSql sql;

  Removals(PlanSql sql) {
    this.sql = sql;
  }

  /** The oldest of them; no cell changes by that. */
  void fold(SqlSession session) throws SQLException {
    if (!sql.plan().definition().archives()) {
      return;
    }
    String table = Names.quote(sql.names().removed());
    List<String> read =
        session.list(
            "SELECT seq FROM %s ORDER BY seq LIMIT %d".formatted(table, MOST),
            row -> row.getString(1));
    for (List<String> some : Notes.inParts(read)) {
      String these = some.stream().collect(Collectors.joining(", "));
      session.update(new RecomputeSql(sql).fold(these));
      session.update("DELETE FROM %s WHERE seq IN (%s)".formatted(table, these));
    }
  }
}
