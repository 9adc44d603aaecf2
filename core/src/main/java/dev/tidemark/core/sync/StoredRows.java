package dev.tidemark.core.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** How many rows are stored of each type; counted once, when somebody wants to know. */
final class StoredRows {

  private final ReplicaStore store;
  private final Map<EntityType, Counts> counts = new HashMap<>();

  StoredRows(ReplicaStore store) {
    this.store = store;
  }

  long live(EntityType type) {
    return counts(type).live();
  }

  /** Whether nothing is stored of the type, not even a tombstone, nor parked. */
  boolean isEmpty(EntityType type) {
    return counts(type).rows() == 0 && counts(type).orphans() == 0;
  }

  private Counts counts(EntityType type) {
    if (counts.isEmpty()) {
      counts.putAll(store.counts());
    }
    return Objects.requireNonNull(counts.get(type), type::name);
  }
}
