package dev.tidemark.core.sync.spi;

import java.util.Map;
import java.util.TreeMap;

/**
 * Stored rows of one entity type.
 *
 * @param byStatus by the text of the field that marks tombstones; one entry with an empty name for
 *     a type without tombstones
 * @param orphans rows parked for want of a parent
 * @param quarantined rows kept because they could not be decoded
 */
public record Counts(Map<String, Long> byStatus, long orphans, long quarantined) {

  public Counts {
    byStatus = Map.copyOf(new TreeMap<>(byStatus));
  }

  public long rows() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }
}
