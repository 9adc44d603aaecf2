package dev.tidemark.core.sync.spi;

import java.time.Instant;
import java.util.List;

/**
 * A parked row.
 *
 * @param type name of its entity type
 * @param key text of its key
 * @param missing what it waits for: {@code org_id -> org 42}
 * @param row the row as a JSON object, instants as text
 * @param since when it was parked first
 */
public record Orphan(String type, String key, List<String> missing, String row, Instant since) {
  public Orphan {
    missing = List.copyOf(missing);
  }
}
