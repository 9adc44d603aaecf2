package dev.tidemark.testkit.fake;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All that an {@link InMemoryRollupStore} holds. Belongs to one transaction. */
final class RollupContents {

  final Map<String, Map<RowKey, Row>> rows = new LinkedHashMap<>();
  final Map<String, KeptRollup> rollups = new LinkedHashMap<>();

  RollupContents copy() {
    RollupContents copy = new RollupContents();
    rows.forEach((type, all) -> copy.rows.put(type, new LinkedHashMap<>(all)));
    rollups.forEach((name, kept) -> copy.rollups.put(name, kept.copy()));
    return copy;
  }

  Collection<Row> rows(EntityType type) {
    return table(type).values();
  }

  Optional<Row> find(EntityType type, RowKey key) {
    return Optional.ofNullable(rows.getOrDefault(type.name(), Map.of()).get(key));
  }

  Map<RowKey, Row> table(EntityType type) {
    return rows.computeIfAbsent(type.name(), name -> new LinkedHashMap<>());
  }

  KeptRollup rollup(RollupPlan plan) {
    KeptRollup kept = rollups.get(plan.name());
    if (kept == null) {
      throw new MirrorSetupException(
          "rollup " + plan.name() + " is not there; prepare it first", null);
    }
    return kept;
  }
}
