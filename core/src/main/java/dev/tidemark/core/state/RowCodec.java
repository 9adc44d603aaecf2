package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;

/** Rows that stand for themselves. */
record RowCodec(EntityType type) implements Codec<Row> {

  @Override
  public RowKey key(Row value) {
    return value.key();
  }

  @Override
  public Row encode(Row value) {
    return value;
  }

  @Override
  public Row decode(Row row) {
    return row;
  }
}
