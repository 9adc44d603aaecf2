package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Counts;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a replica holds. */
final class Counting {

  private Counting() {}

  static Map<EntityType, Counts> of(Schema schema, ReplicaState state) {
    Map<EntityType, Counts> counts = new HashMap<>();
    for (EntityType type : schema.types()) {
      counts.put(type, of(type, state));
    }
    return Map.copyOf(counts);
  }

  private static Counts of(EntityType type, ReplicaState state) {
    Map<String, Long> byStatus = new TreeMap<>();
    long live = 0;
    long vanished = 0;
    for (Row row : state.rows(type).values()) {
      live += row.isLive() ? 1 : 0;
      if (row.vanishedAt().isPresent()) {
        vanished++;
      } else {
        byStatus.merge(status(row), 1L, Long::sum);
      }
    }
    return new Counts(
        byStatus, live, vanished, state.parked(type).size(), quarantined(state, type));
  }

  private static String status(Row row) {
    return row.type()
        .tombstone()
        .map(rule -> row.value(rule.field()))
        .map(Object::toString)
        .orElse("");
  }

  private static long quarantined(ReplicaState state, EntityType type) {
    return state.quarantined.keySet().stream().filter(bad -> bad.type().equals(type)).count();
  }
}
