package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.List;

/** What is asked of an upstream. */
public sealed interface Fetch {

  EntityType type();

  /** The whole list: every live row, possibly from a stale cache of the upstream. */
  record Everything(EntityType type) implements Fetch {}

  /**
   * Every row, live or tombstone, that changed at or after {@code since}; an adapter asks from a
   * little earlier if its upstream compares coarsely. Always answered live.
   */
  record Since(EntityType type, Instant since) implements Fetch {}

  /** The rows with these keys, live or tombstone; unknown keys are simply not answered. */
  record ByKey(EntityType type, List<RowKey> keys) implements Fetch {
    public ByKey {
      keys = List.copyOf(keys);
    }
  }
}
