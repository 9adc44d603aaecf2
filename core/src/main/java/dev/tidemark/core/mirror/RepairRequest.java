package dev.tidemark.core.mirror;

import dev.tidemark.core.schema.EntityType;
import java.util.List;

/**
 * @param types what is to be repaired, in the order of the schema
 * @param dryRun whether to write nothing and say what would be done
 * @param maxShare the largest share of a table's rows that may be removed, from 0 to 1; a handful
 *     of rows may be, however few there are
 */
public record RepairRequest(List<EntityType> types, boolean dryRun, double maxShare) {
  public RepairRequest {
    types = List.copyOf(types);
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + maxShare);
    }
  }
}
