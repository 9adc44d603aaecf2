package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupTable.Compared;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Compares the stored cells of a stretch with their events, and notes those that differ. */
record RollupComparison(RollupSql sql, Span span) implements ComputeThenWrite<Compared> {

  private static final String DIFFERING = "temp.differing";
  private static final int SHOWN = 5;

  @Override
  public Compared compute(Connection connection) throws SQLException {
    new RollupComputing(sql, connection).compute(span);
    String stored =
        "SELECT %s FROM %s WHERE %s"
            .formatted(sql.columnList(), sql.table(), RollupSql.within(span.from(), span.to()));
    String pending = String.join(" UNION ", new RollupPending(sql).queries(connection));
    long cells =
        Connections.number(
            connection,
            "SELECT count(*) FROM (SELECT %s FROM (%s) UNION SELECT %1$s FROM %s EXCEPT SELECT * FROM (%s))"
                .formatted(sql.cellList(), stored, RollupComputing.FRESH, pending));
    Connections.execute(
        connection,
        "CREATE TEMP TABLE differing AS %s EXCEPT SELECT * FROM (%s)"
            .formatted(RollupPending.differing(sql, stored), pending));
    long mismatches = Connections.number(connection, "SELECT count(*) FROM " + DIFFERING);
    return new Compared(cells, mismatches, some(connection));
  }

  /** As computed, or as stored where there is nothing to compute from. */
  private List<RollupCell> some(Connection connection) throws SQLException {
    String columns = EntityTable.list(sql.columns(), column -> "a." + EntityTable.quote(column));
    String query =
        """
        SELECT %1$s FROM %2$s AS d JOIN %3$s AS a ON %4$s
        UNION ALL
        SELECT %1$s FROM %2$s AS d JOIN %5$s AS a ON %4$s
        WHERE NOT EXISTS (SELECT 1 FROM %3$s AS f WHERE %6$s)
        LIMIT %7$d"""
            .formatted(
                columns,
                DIFFERING,
                RollupComputing.FRESH,
                sql.sameCell("a", "d"),
                sql.table(),
                sql.sameCell("f", "d"),
                SHOWN);
    List<RollupCell> some = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        some.add(RollupComputing.cell(sql, rows));
      }
    }
    return some;
  }

  @Override
  public Compared write(Connection connection, Compared computed) throws SQLException {
    if (computed.mismatches() > 0) {
      Connections.execute(
          connection,
          "INSERT INTO %s (%s, noted_at) SELECT %2$s, %s FROM %s"
              .formatted(sql.notes(), sql.cellList(), RollupTriggers.NOW, DIFFERING));
      new Statements(connection, sql.plan().name(), computed.mismatches())
          .update("UPDATE _rollup SET mismatches = mismatches + ?2 WHERE name = ?1");
    }
    return computed;
  }
}
