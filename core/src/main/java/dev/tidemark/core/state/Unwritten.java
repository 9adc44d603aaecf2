package dev.tidemark.core.state;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Optional;

/** A dirty key of a table, and what its value was when a flush looked. */
record Unwritten<V>(int set, WeakTable<V> table, RowKey key, Slot<V> slot) {

  /** Empty if the store has the last word already. */
  static <V> Optional<Unwritten<V>> of(int set, WeakTable<V> table, RowKey key) {
    return table.values().unwritten(key).map(slot -> new Unwritten<>(set, table, key, slot));
  }

  /** The row to write; empty if the one in the store is to be removed. */
  Optional<Row> row() {
    return slot.value().map(value -> Encoded.row(table.codec(), value));
  }

  void isWritten() {
    table.values().written(key, slot);
  }
}
