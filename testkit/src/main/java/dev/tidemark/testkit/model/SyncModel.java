package dev.tidemark.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.KeyOrder;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.contract.ReplicaFixture;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.SetMemory;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An upstream that changes, a replica that follows it, and a follower of the replica's feed. */
final class SyncModel implements AutoCloseable {

  private static final Schema SCHEMA =
      Schema.of("model", Sample.ORG, Sample.CAMPUS, Sample.FAC, Sample.IX, Sample.IXFAC);

  private final ManualClock clock = ManualClock.at(Sample.day(100));
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final ModelUpstream upstream = new ModelUpstream(SCHEMA, clock);
  private final InMemorySyncJournal journal = new InMemorySyncJournal();
  private final InMemoryRequestLedger ledger = new InMemoryRequestLedger();
  private final Map<EntityType, Map<RowKey, Row>> follower = new HashMap<>();
  private final SyncPolicy policy;
  private Position followed = Position.START;
  private Replica replica;

  SyncModel(ReplicaFixture fixture, SyncPolicy policy) {
    this.policy = policy;
    this.replica = fixture.newReplica(SCHEMA);
  }

  void run(List<Step> steps) {
    for (Step step : steps) {
      happen(step);
    }
    quietFullCycle();
  }

  private void happen(Step step) {
    if (step instanceof Step.Tick tick) {
      clock.advance(Duration.ofSeconds(tick.seconds()));
    } else if (step instanceof Step.Cycle cycle) {
      cycle(cycle.mode());
    } else if (step instanceof Step.Restart) {
      replica = replica.reopen();
    } else {
      upstream.happen(step);
    }
  }

  /** Whatever becomes of it, what holds afterwards holds always. */
  private void cycle(Mode mode) {
    ledger.notBefore().filter(clock.instant()::isBefore).ifPresent(clock::set);
    try {
      service().sync(mode);
    } catch (TidemarkException | IllegalStateException told) {
      assertThat(told).hasMessageContaining("the model");
    }
    followTheFeed();
    assertNothingUnseenBehindTheCursors();
  }

  private SyncReplica service() {
    return SyncReplica.of(
        SCHEMA,
        new SyncPorts(
            upstream, replica.store(), replica.cursors(), journal, ledger, new SetMemory()),
        policy,
        new Ambient(clock, scheduler, new Random(1)),
        Listener.NONE);
  }

  /** Twice, since the first may take up what an earlier one left. */
  private void quietFullCycle() {
    upstream.calmDown();
    cycle(Mode.FULL);
    cycle(Mode.FULL);
    for (EntityType type : SCHEMA.types()) {
      assertEqualsUpstream(type);
    }
  }

  private void assertEqualsUpstream(EntityType type) {
    Map<RowKey, Row> stored = stored(type);
    Set<String> parked = parked(type);
    upstream
        .rows(type)
        .forEach(
            (key, row) -> {
              if (parked.contains(key.text()) || row.isTombstone() && !stored.containsKey(key)) {
                return; // waits for its parent; or was deleted before it was ever seen
              }
              assertThat(stored.get(key)).as("stored %s %s", type, key).isEqualTo(row);
            });
    stored.forEach(
        (key, row) ->
            assertThat(row.isLive() && !upstream.rows(type).containsKey(key))
                .as("%s %s is live here and unknown upstream", type, key)
                .isFalse());
  }

  /** A follower reads the feed and then the row as it is. */
  private void followTheFeed() {
    for (Change change : replica.feed().after(followed, Integer.MAX_VALUE)) {
      EntityType type = SCHEMA.type(change.type());
      Map<RowKey, Row> rows = followed(type);
      replica
          .reader()
          .find(type, change.key())
          .ifPresentOrElse(row -> rows.put(change.key(), row), () -> rows.remove(change.key()));
      followed = change.position();
    }
    for (EntityType type : SCHEMA.types()) {
      assertThat(followed(type)).as("what follows the feed of %s", type).isEqualTo(stored(type));
    }
  }

  private Map<RowKey, Row> followed(EntityType type) {
    return follower.computeIfAbsent(type, key -> new TreeMap<>(KeyOrder::compare));
  }

  private Map<RowKey, Row> stored(EntityType type) {
    Map<RowKey, Row> rows = new TreeMap<>(KeyOrder::compare);
    replica.rows(type).forEach(row -> rows.put(row.key(), row));
    return rows;
  }

  /** What lies behind a cursor is never asked for again by an incremental cycle. */
  private void assertNothingUnseenBehindTheCursors() {
    Map<EntityType, Cursor> cursors = replica.cursors().cursors();
    for (EntityType type : SCHEMA.types()) {
      Instant cursor = cursors.containsKey(type) ? cursors.get(type).followedTo() : Instant.MIN;
      Map<RowKey, Row> stored = stored(type);
      Set<String> parked = parked(type);
      upstream.rows(type).values().stream()
          .filter(row -> !row.isTombstone() && ModelUpstream.version(row).isBefore(cursor))
          .filter(row -> !parked.contains(row.key().text()) && !upstream.isHidden(row.key()))
          .forEach(
              row ->
                  assertThat(stored.get(row.key()))
                      .as("%s behind the cursor %s", row, cursor)
                      .isNotNull()
                      .satisfies(
                          each ->
                              assertThat(ModelUpstream.version(each))
                                  .isEqualTo(ModelUpstream.version(row))));
    }
  }

  private Set<String> parked(EntityType type) {
    return replica.held().orphans(Integer.MAX_VALUE).stream()
        .filter(orphan -> orphan.type().equals(type.name()))
        .map(orphan -> orphan.key())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    replica.close();
  }
}
