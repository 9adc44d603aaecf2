package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.schema.Field;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cells computed into temporary tables of one connection, and how they replace what is stored: in
 * {@code work} are the cells that are meant, in {@code fresh} those of them that have events.
 */
record RollupComputing(RollupSql sql, Connection connection) {

  static final String WORK = "temp.work";
  static final String FRESH = "temp.fresh";

  /**
   * Names the cells that these queries give, each in the columns of {@link RollupSql#cellList()}.
   */
  void name(List<String> queries) throws SQLException {
    Connections.execute(
        connection,
        "DROP TABLE IF EXISTS " + WORK,
        "CREATE TEMP TABLE work (%s)".formatted(new RollupTables(sql).cellDefinitions()),
        "INSERT INTO %s %s".formatted(WORK, String.join(" UNION ", queries)));
  }

  /** Computes the cells that were named. */
  void computeNamed() throws SQLException {
    compute(sql.cellsIn(WORK));
  }

  void compute(Span span) throws SQLException {
    compute(sql.cellsOf(span.from(), span.to()));
  }

  private void compute(String cells) throws SQLException {
    Connections.execute(
        connection, "DROP TABLE IF EXISTS " + FRESH, "CREATE TEMP TABLE fresh AS " + cells);
  }

  /**
   * Puts those that were named in place of what is stored; gives how many were written, removed.
   */
  long replaceNamed() throws SQLException {
    indexFresh();
    return remove(
            """
            DELETE FROM %s WHERE rowid IN (
              SELECT a.rowid FROM %s AS w CROSS JOIN %1$s AS a ON %s
              WHERE NOT EXISTS (SELECT 1 FROM %s AS f WHERE %s))"""
                .formatted(
                    sql.table(), WORK, sql.sameCell("a", "w"), FRESH, sql.sameCell("f", "w")))
        + write();
  }

  /** As {@link #replaceNamed}, of all cells of a stretch. */
  long replace(Span span) throws SQLException {
    indexFresh();
    return remove(
            "DELETE FROM %s AS a WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS f WHERE %s)"
                .formatted(
                    sql.table(),
                    RollupSql.within(span.from(), span.to()),
                    FRESH,
                    sql.sameCell("f", "a")))
        + write();
  }

  private void indexFresh() throws SQLException {
    Connections.execute(
        connection, "CREATE INDEX temp.\"fresh(cell)\" ON fresh (%s)".formatted(sql.identity()));
  }

  private long remove(String statement) throws SQLException {
    return new Statements(connection).update(statement);
  }

  private long write() throws SQLException {
    String set =
        EntityTable.list(
            sql.measureColumns(),
            column -> "%s = excluded.%1$s".formatted(EntityTable.quote(column)));
    return new Statements(connection)
        .update(
            "INSERT INTO %s (%s) SELECT %2$s FROM %s WHERE true ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(sql.table(), sql.columnList(), FRESH, sql.identity(), set));
  }

  /** A cell from a result that has its columns, from the first on. */
  static RollupCell cell(RollupSql sql, ResultSet row) throws SQLException {
    List<@Nullable Object> keys = new ArrayList<>();
    List<@Nullable Object> measures = new ArrayList<>();
    int column = 2;
    for (Field field : sql.plan().keyFields()) {
      keys.add(RowReader.value(field, row, column++));
    }
    for (Field field : sql.plan().measureFields()) {
      measures.add(RowReader.value(field, row, column++));
    }
    return new RollupCell(Instant.parse(row.getString(1)), keys, measures);
  }
}
