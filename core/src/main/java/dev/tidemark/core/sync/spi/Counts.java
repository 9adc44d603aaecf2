package dev.tidemark.core.sync.spi;

import java.util.Map;
import java.util.TreeMap;

/**
 * Stored rows of one entity type. This is the one definition of a count: status, metrics and guards
 * all take theirs from here.
 *
 * @param byStatus rows that have not vanished, by the text of the field that marks tombstones; one
 *     entry with an empty name for a type without tombstones
 * @param live rows that are neither tombstones nor vanished
 * @param vanished rows that the upstream no longer knows
 * @param orphans rows parked for want of a parent
 * @param quarantined rows kept because they could not be decoded
 */
public record Counts(
    Map<String, Long> byStatus, long live, long vanished, long orphans, long quarantined) {

  public Counts {
    byStatus = Map.copyOf(new TreeMap<>(byStatus));
  }

  /** All stored rows. */
  public long rows() {
    return vanished + byStatus.values().stream().mapToLong(Long::longValue).sum();
  }
}
