package dev.tidemark.adapter.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The cells of which a change waits, by a note or behind the watermark. */
record RollupPending(RollupSql sql) {

  /** Queries that give them. */
  List<String> queries(Connection connection) throws SQLException {
    List<String> queries = new ArrayList<>();
    queries.add("SELECT DISTINCT %s FROM %s".formatted(sql.cellList(), sql.notes()));
    RollupWindow.behind(sql.plan(), RollupRow.get(connection, sql.plan().name()).watermark())
        .map(sql::cellsOfRows)
        .ifPresent(queries::add);
    return queries;
  }

  /** How many of them are not what their events add up to. */
  long differing(Connection connection) throws SQLException {
    RollupComputing computing = new RollupComputing(sql, connection);
    computing.name(queries(connection));
    computing.computeNamed();
    String stored =
        "SELECT %s FROM %s AS w CROSS JOIN %s AS a ON %s"
            .formatted(
                EntityTable.list(sql.columns(), column -> "a." + EntityTable.quote(column)),
                RollupComputing.WORK,
                sql.table(),
                sql.sameCell("a", "w"));
    return Connections.number(
        connection, "SELECT count(*) FROM (%s)".formatted(differing(sql, stored)));
  }

  /** The cells that two queries of cells do not agree on; the other is what was computed. */
  static String differing(RollupSql sql, String stored) {
    return """
        SELECT DISTINCT %1$s FROM (
          SELECT %2$s FROM (SELECT * FROM (%3$s) UNION ALL SELECT %2$s FROM %4$s)
          GROUP BY %2$s HAVING count(*) = 1)"""
        .formatted(sql.cellList(), sql.columnList(), stored, RollupComputing.FRESH);
  }
}
