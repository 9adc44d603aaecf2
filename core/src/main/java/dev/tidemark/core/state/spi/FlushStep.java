package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.List;

/** A part of a flush. */
public sealed interface FlushStep {

  EntityType type();

  /** How many rows it writes or removes. */
  int size();

  /** Writes these rows, over those with their keys. Complete: no field is missing. */
  record Upsert(EntityType type, List<Row> rows) implements FlushStep {
    public Upsert {
      rows = List.copyOf(rows);
    }

    @Override
    public int size() {
      return rows.size();
    }
  }

  /** Removes the rows with these keys, where there are any. */
  record Delete(EntityType type, List<RowKey> keys) implements FlushStep {
    public Delete {
      keys = List.copyOf(keys);
    }

    @Override
    public int size() {
      return keys.size();
    }
  }
}
