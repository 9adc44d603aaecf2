package dev.tidemark.core.state;

import dev.tidemark.core.state.spi.Removed;
import java.util.List;

/**
 * What a repair removed from the weak tier.
 *
 * @param removed by rule, in the order of the rules
 * @param applied whether it was done, or only tried
 */
public record RepairReport(List<Removed> removed, boolean applied) {
  public RepairReport {
    removed = List.copyOf(removed);
  }

  /** How many rows in all. */
  public long count() {
    return removed.stream().mapToLong(each -> each.keys().size()).sum();
  }
}
