package dev.tidemark.core.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** How many live rows are stored of each type; counted once, when somebody wants to know. */
final class LiveRows {

  private final ReplicaStore store;
  private final Map<EntityType, Counts> counts = new HashMap<>();

  LiveRows(ReplicaStore store) {
    this.store = store;
  }

  long of(EntityType type) {
    if (counts.isEmpty()) {
      counts.putAll(store.counts());
    }
    return Objects.requireNonNull(counts.get(type), type::name).live();
  }
}
