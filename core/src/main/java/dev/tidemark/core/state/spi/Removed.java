package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.RowKey;
import java.util.List;

/**
 * What a rule of a repair removed.
 *
 * @param rows how many rows of the type there were before the repair
 * @param keys of those that were removed, in no order
 */
public record Removed(RepairRule rule, long rows, List<RowKey> keys) {
  public Removed {
    keys = List.copyOf(keys);
  }
}
