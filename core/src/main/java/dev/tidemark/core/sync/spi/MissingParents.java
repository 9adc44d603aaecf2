package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.List;

/** Keys of one entity type that other rows wait for. */
public record MissingParents(EntityType type, List<RowKey> keys) {
  public MissingParents {
    keys = List.copyOf(keys);
  }
}
