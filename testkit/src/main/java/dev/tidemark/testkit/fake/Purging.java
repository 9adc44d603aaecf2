package dev.tidemark.testkit.fake;

import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.testkit.contract.KeyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Removes what has not been live for longer than a plan keeps it. */
final class Purging {

  private final Schema schema;
  private final ReplicaState state;
  private final ApplyPlan plan;

  Purging(Schema schema, ReplicaState state, ApplyPlan plan) {
    this.schema = schema;
    this.state = state;
    this.plan = plan;
  }

  Map<EntityType, Tally> run() {
    List<EntityType> childrenFirst = new ArrayList<>(schema.types());
    Collections.reverse(childrenFirst);
    Map<EntityType, Tally> tallies = new HashMap<>();
    for (EntityType type : childrenFirst) {
      Cursor cursor = state.cursors.get(type);
      if (plan.retention().isPresent() && cursor != null && plan.types().contains(type)) {
        long purged = purge(type, cursor.followedTo(), plan.retention().get());
        tallies.put(type, new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, purged));
      }
    }
    return tallies;
  }

  private long purge(EntityType type, Instant now, Duration kept) {
    List<RowKey> keys = removable(type, now, kept);
    for (RowKey key : keys) {
      state.rows(type).remove(key);
      state.append(type, key, Kind.PURGE, plan);
    }
    return keys.isEmpty() ? 0 : keys.size() + purge(type, now, kept);
  }

  private List<RowKey> removable(EntityType type, Instant now, Duration kept) {
    Set<RowKey> referred = referred(type);
    return state.rows(type).values().stream()
        .filter(row -> ceased(row).filter(at -> isOver(at, now, kept)).isPresent())
        .map(Row::key)
        .filter(key -> !referred.contains(key))
        .toList();
  }

  private static Optional<Instant> ceased(Row row) {
    return row.vanishedAt()
        .or(() -> row.isTombstone() ? StagedRow.versionOf(row) : Optional.empty());
  }

  private static boolean isOver(Instant ceased, Instant now, Duration kept) {
    return Duration.between(ceased, now).compareTo(kept) > 0;
  }

  /** Keys of this type that another row needs or may need. */
  private Set<RowKey> referred(EntityType type) {
    Set<RowKey> referred = new TreeSet<>(KeyOrder::compare);
    for (EntityType child : schema.types()) {
      for (Row row : state.rows(child).values()) {
        refer(row, type, false, referred);
      }
      state.parked(child).values().forEach(each -> refer(each.row(), type, true, referred));
    }
    return referred;
  }

  private void refer(Row row, EntityType type, boolean parked, Set<RowKey> into) {
    for (Need need : Need.all(schema, row)) {
      boolean itself = !parked && row.type().equals(type) && row.key().equals(need.key());
      if (need.type().equals(type) && !itself) {
        into.add(need.key());
      }
    }
  }
}
