package dev.tidemark.testkit.fake;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Quarantined;
import dev.tidemark.testkit.contract.KeyOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that a replica holds. Once others see it, it is copied before it is changed. */
final class ReplicaState {

  final Map<BadRow, Quarantined> quarantined = new LinkedHashMap<>();
  final Map<EntityType, Cursor> cursors = new HashMap<>();
  final List<Change> feed = new ArrayList<>();
  Position latest = Position.START;
  Optional<String> identity = Optional.empty();
  private final Schema schema;
  private final Map<EntityType, TreeMap<RowKey, Row>> rows = new HashMap<>();
  private final Map<EntityType, TreeMap<RowKey, Parked>> parked = new HashMap<>();
  private final Map<EntityType, Set<RowKey>> unanswered = new HashMap<>();

  ReplicaState(Schema schema) {
    this.schema = schema;
    for (EntityType type : schema.types()) {
      rows.put(type, new TreeMap<>(KeyOrder::compare));
      parked.put(type, new TreeMap<>(KeyOrder::compare));
      unanswered.put(type, new TreeSet<>(KeyOrder::compare));
    }
  }

  TreeMap<RowKey, Row> rows(EntityType type) {
    return Objects.requireNonNull(rows.get(type), type::name);
  }

  TreeMap<RowKey, Parked> parked(EntityType type) {
    return Objects.requireNonNull(parked.get(type), type::name);
  }

  Set<RowKey> unanswered(EntityType type) {
    return Objects.requireNonNull(unanswered.get(type), type::name);
  }

  void append(EntityType type, RowKey key, Change.Kind kind, ApplyPlan plan) {
    latest = new Position(latest.value() + 1);
    feed.add(new Change(latest, type.name(), key, kind, plan.cycle(), plan.at()));
  }

  ReplicaState copy() {
    ReplicaState copy = new ReplicaState(schema);
    for (EntityType type : schema.types()) {
      copy.rows(type).putAll(rows(type));
      copy.parked(type).putAll(parked(type));
      copy.unanswered(type).addAll(unanswered(type));
    }
    copy.quarantined.putAll(quarantined);
    copy.cursors.putAll(cursors);
    copy.feed.addAll(feed);
    copy.latest = latest;
    copy.identity = identity;
    return copy;
  }
}
