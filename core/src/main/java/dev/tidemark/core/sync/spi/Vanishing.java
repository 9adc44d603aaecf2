package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.RowKey;
import java.util.List;

/**
 * Live rows of one entity type, stored or parked, that the upstream did not send though it sent all
 * it has.
 *
 * @param count all of them
 * @param keys the first of them in key order
 */
public record Vanishing(long count, List<RowKey> keys) {
  public Vanishing {
    keys = List.copyOf(keys);
  }
}
