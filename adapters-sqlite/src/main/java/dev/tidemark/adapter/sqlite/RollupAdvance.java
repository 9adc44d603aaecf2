package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupTable.Advanced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes changes in: what is computed names its cells by the notes that were read, and the window.
 */
record RollupAdvance(RollupSql sql, Lease lease, int atMost, boolean settle)
    implements ComputeThenWrite<Advanced> {

  /** The notes that were read; just these are forgotten. */
  private static final String READ = "temp.note";

  @Override
  public Advanced compute(Connection connection) throws SQLException {
    RollupRow row = RollupRow.get(connection, sql.plan().name());
    RollupWindow window = RollupWindow.next(connection, sql.plan(), row.watermark(), settle);
    long notes = readNotes(connection);
    List<String> named = new ArrayList<>();
    named.add(
        "SELECT DISTINCT %s FROM %s WHERE seq IN (SELECT seq FROM %s)"
            .formatted(sql.cellList(), sql.notes(), READ));
    window.rows().map(sql::cellsOfRows).ifPresent(named::add);
    RollupComputing computing = new RollupComputing(sql, connection);
    computing.name(named);
    computing.computeNamed();
    boolean moreNotes =
        notes == atMost
            && Connections.number(connection, "SELECT count(*) FROM " + sql.notes()) > notes;
    return new Advanced(0, notes, row.watermark(), window.to(), window.more() || moreNotes);
  }

  private long readNotes(Connection connection) throws SQLException {
    Connections.execute(
        connection,
        "CREATE TEMP TABLE note (seq INTEGER PRIMARY KEY)",
        "INSERT INTO %s SELECT seq FROM %s ORDER BY seq LIMIT %d"
            .formatted(READ, sql.notes(), atMost));
    return Connections.number(connection, "SELECT count(*) FROM " + READ);
  }

  @Override
  public Advanced write(Connection connection, Advanced computed) throws SQLException {
    String name = sql.plan().name();
    RollupRow.require(connection, "take in changes of rollup " + name, name, lease);
    long cells = new RollupComputing(sql, connection).replaceNamed();
    Connections.execute(
        connection,
        "DELETE FROM %s WHERE seq IN (SELECT seq FROM %s)".formatted(sql.notes(), READ));
    moveWatermark(connection, name, computed.to());
    if (cells > 0 || computed.notes() > 0 || RollupRow.get(connection, name).isFailing()) {
      succeeded(connection, cells);
    }
    return new Advanced(cells, computed.notes(), computed.from(), computed.to(), computed.more());
  }

  static void moveWatermark(Connection connection, String name, Watermark to) throws SQLException {
    @Nullable String time = to.time().map(RollupRow::text).orElse(null);
    try (var statement =
        connection.prepareStatement(
            "UPDATE _rollup SET watermark_time = ?, watermark_sequence = ? WHERE name = ?")) {
      statement.setString(1, time);
      statement.setObject(2, to.sequence().isPresent() ? to.sequence().getAsLong() : null);
      statement.setString(3, name);
      statement.executeUpdate();
    }
  }

  private void succeeded(Connection connection, long cells) throws SQLException {
    new Statements(connection, sql.plan().name(), RollupRow.text(RollupRow.now(connection)), cells)
        .update("UPDATE _rollup SET success_at = ?2, success_cells = ?3 WHERE name = ?1");
  }
}
