package dev.tidemark.testkit.fake;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import java.util.TreeMap;

/** What a weak store holds. Once others see it, it is copied before it is changed. */
record WeakState(StateTables<Row> tables, LastFlush last) {

  static WeakState empty(Schema weak) {
    return new WeakState(new StateTables<>(weak), LastFlush.NONE);
  }

  WeakState copy(LastFlush flush) {
    return new WeakState(tables.copy(), flush);
  }

  TreeMap<RowKey, Row> rows(EntityType type) {
    return tables.rows(type);
  }

  void take(FlushStep step) {
    if (step instanceof FlushStep.Upsert upsert) {
      upsert.rows().forEach(this::put);
    } else if (step instanceof FlushStep.Delete delete) {
      delete.keys().forEach(rows(delete.type())::remove);
    }
  }

  private void put(Row row) {
    StateTables.unfit(row)
        .ifPresent(
            field -> {
              throw new StorageException(
                  "flush a row of %s: %s has no value".formatted(row.type(), field), false);
            });
    rows(row.type()).put(row.key(), row);
  }
}
