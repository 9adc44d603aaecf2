package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupTable;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Iterator;
import java.util.function.Function;

/** The cells in {@code _rollup_NAME}, and the notes in {@code _dirty_NAME}. */
final class SqliteRollupTable implements RollupTable {

  private final RollupAccess file;
  private final RollupSql sql;

  SqliteRollupTable(RollupAccess file, RollupSql sql) {
    this.file = file;
    this.sql = sql;
  }

  private String name() {
    return sql.plan().name();
  }

  @Override
  public Advanced advance(Lease lease, int notes, boolean settle) {
    return file.computeAndWrite(
        "take in changes of rollup " + name(), new RollupAdvance(sql, lease, notes, settle));
  }

  @Override
  public Compared compare(Span span) {
    return file.computeAndWrite("compare rollup " + name(), new RollupComparison(sql, span));
  }

  @Override
  public long unprocessed() {
    return file.read("look for changes of rollup " + name(), new RollupPending(sql)::differing);
  }

  @Override
  public <T> T read(Span span, Function<Iterator<RollupCell>, T> work) {
    String query =
        "SELECT %s FROM %s WHERE %s ORDER BY %s"
            .formatted(
                sql.columnList(),
                sql.table(),
                RollupSql.within(span.from(), span.to()),
                sql.cellList());
    return file.read(
        "read rollup " + name(),
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            return work.apply(
                new StoredRows<>(
                    file.path(),
                    "read rollup " + name(),
                    rows,
                    row -> RollupComputing.cell(sql, row)));
          }
        });
  }

  @Override
  public RollupStanding standing() {
    return file.read("look at rollup " + name(), new RollupLook(sql)::standing);
  }

  @Override
  public void failed(String reason) {
    file.write(
        "note the failure of rollup " + name(),
        connection ->
            new Statements(connection, name(), RollupRow.text(RollupRow.now(connection)), reason)
                .update("UPDATE _rollup SET failure_at = ?2, failure = ?3 WHERE name = ?1"));
  }
}
