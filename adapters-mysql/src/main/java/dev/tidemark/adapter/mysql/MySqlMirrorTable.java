package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Iterator;
import java.util.List;

/** One table of a mirror within a transaction. */
final class MySqlMirrorTable implements MirrorTable {

  private final MySqlMirrorTransaction transaction;
  private final Writing writing;
  private final TypeTable table;

  MySqlMirrorTable(MySqlMirrorTransaction transaction, Writing writing, TypeTable table) {
    this.transaction = transaction;
    this.writing = writing;
    this.table = table;
  }

  @Override
  public void upsert(List<Row> rows) {
    if (!rows.isEmpty()) {
      transaction.runOrUndo(
          "upsert " + about(rows.size(), rows.get(0).key()),
          () -> new Upsert(transaction.connection(), table).run(rows.iterator()));
    }
  }

  @Override
  public long load(KeyRange range, Iterator<Row> rows) {
    return transaction.runOrUndo(
        "load rows into table " + table.name(),
        () -> writing.bulk().run(transaction.connection(), table, range, rows));
  }

  @Override
  public int delete(List<RowKey> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    return transaction.runOrUndo(
        "delete " + about(keys.size(), keys.get(0)),
        () -> new Deletion(transaction.connection(), table).run(keys));
  }

  /** The key is named where it is the only one: that is what a search for a bad row ends with. */
  private String about(int count, RowKey first) {
    return count == 1
        ? "the row " + first + " in table " + table.name()
        : count + " rows in table " + table.name();
  }

  @Override
  public TableState state() {
    return transaction.run(
        "read how far table " + table.name() + " is trusted",
        () -> writing.states().state(transaction.connection(), table.type()));
  }

  @Override
  public void mark(TableState state) {
    transaction.run(
        "note how far table " + table.name() + " is trusted",
        () -> {
          writing.states().mark(transaction.connection(), table.type(), state);
          return state;
        });
  }
}
