package dev.tidemark.testkit.fake;

import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Quarantined;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.testkit.contract.KeyOrder;
import dev.tidemark.testkit.contract.Sample;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One apply: works on a state that nobody else sees yet. */
final class Application {

  private final Schema schema;
  private final ReplicaState state;
  private final ApplyPlan plan;

  Application(Schema schema, ReplicaState state, ApplyPlan plan) {
    this.schema = schema;
    this.state = state;
    this.plan = plan;
  }

  Applied apply(InMemoryStaging staging) {
    Map<EntityType, Tally> tallies = new HashMap<>();
    for (EntityType type : schema.types()) {
      tallies.put(type, plan.types().contains(type) ? follow(type, staging) : Tally.NONE);
    }
    state.identity = Optional.of(plan.identity());
    new Purging(schema, state, plan)
        .run()
        .forEach((type, purged) -> tallies.merge(type, purged, Tally::plus));
    return new Applied(state.latest, tallies);
  }

  private Tally follow(EntityType type, InMemoryStaging staging) {
    Set<RowKey> gone = staging.gone(type);
    state.parked(type).keySet().removeAll(gone);
    Tally rows = rows(type, staging.rows(type));
    Tally vanished = gone.stream().map(key -> vanish(type, key)).reduce(Tally.NONE, Tally::plus);
    Tally bad = quarantine(type, staging);
    state.unanswered(type).addAll(staging.unanswered(type));
    state.unanswered(type).removeAll(state.rows(type).keySet());
    moveCursor(type);
    return rows.plus(vanished).plus(bad);
  }

  private Tally vanish(EntityType type, RowKey key) {
    Row row = state.rows(type).get(key);
    if (row == null || !row.isLive()) {
      return Tally.NONE;
    }
    write(key, Sample.vanished(row, Precision.MILLIS.cut(plan.at())), Kind.DELETE);
    return new Tally(0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  }

  private Tally rows(EntityType type, Map<RowKey, StagedRow> staged) {
    Set<RowKey> keys = new TreeSet<>(KeyOrder::compare);
    keys.addAll(staged.keySet());
    keys.addAll(state.parked(type).keySet());
    Tally tally = Tally.NONE;
    for (RowKey key : keys) {
      tally = tally.plus(row(key, staged.get(key), state.parked(type).get(key)));
    }
    return tally;
  }

  /** One key, of which there is a staged row or a parked one, or both. */
  private Tally row(RowKey key, @Nullable StagedRow staged, @Nullable Parked parked) {
    boolean parkedCounts =
        parked != null && (staged == null || staged.isStaleAgainst(parked.row(), plan.horizon()));
    StagedRow truth = parkedCounts ? parked.again() : staged;
    List<String> missing = missing(truth.row());
    Map<RowKey, Parked> waiting = state.parked(truth.row().type());
    if (!missing.isEmpty()) {
      Instant since = parked == null ? plan.at() : parked.since();
      waiting.put(key, new Parked(truth.row(), missing, since));
      return staged == null ? Tally.NONE : new Tally(1, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    }
    waiting.remove(key);
    Tally came = new Tally(staged == null ? 0 : 1, 0, 0, 0, 0, 0, staged == null ? 1 : 0, 0, 0, 0);
    return came.plus(store(key, truth));
  }

  private List<String> missing(Row row) {
    return Need.of(schema, row).stream()
        .filter(need -> !state.rows(need.type()).containsKey(need.key()))
        .map(Need::text)
        .toList();
  }

  private Tally store(RowKey key, StagedRow staged) {
    Row row = staged.row();
    Row stored = state.rows(row.type()).get(key);
    if (stored == null) {
      write(key, row, Kind.INSERT);
      return new Tally(0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    if (stored.equals(row) || staged.isStaleAgainst(stored, plan.horizon())) {
      return new Tally(0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    }
    if (row.isTombstone() && stored.isLive()) {
      write(key, row, Kind.DELETE);
      return new Tally(0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
    }
    write(key, row, Kind.UPDATE);
    return new Tally(0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
  }

  private void write(RowKey key, Row row, Kind kind) {
    state.rows(row.type()).put(key, row);
    state.append(row.type(), key, kind, plan);
  }

  private Tally quarantine(EntityType type, InMemoryStaging staging) {
    List<Undecodable> undecodable = staging.undecodable(type);
    Set<BadRow> bad = undecodable.stream().map(BadRow::of).collect(Collectors.toSet());
    staging.rows(type).keySet().stream()
        .map(key -> new BadRow(type, key))
        .filter(row -> !bad.contains(row))
        .forEach(state.quarantined::remove);
    for (Undecodable row : undecodable) {
      state.quarantined.compute(BadRow.of(row), (each, before) -> quarantined(row, before));
    }
    return new Tally(0, 0, 0, 0, 0, 0, 0, undecodable.size(), 0, 0);
  }

  private Quarantined quarantined(Undecodable row, @Nullable Quarantined before) {
    return new Quarantined(
        row.type().name(),
        row.key().map(RowKey::text),
        row.reason(),
        row.json(),
        before == null ? plan.at() : before.since());
  }

  private void moveCursor(EntityType type) {
    Cursor before = state.cursors.get(type);
    Instant followedTo =
        plan.cursors().getOrDefault(type, before == null ? Instant.MIN : before.followedTo());
    boolean complete = plan.whole().contains(type) || (before != null && before.complete());
    if (!followedTo.equals(Instant.MIN)) {
      state.cursors.put(type, new Cursor(followedTo, complete));
    }
  }
}
