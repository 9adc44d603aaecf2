package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Quarantined;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.sync.spi.Undecodable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs cycles against a replica, numbered from 1, and checks after each that its tallies add up,
 * that the feed grew by exactly what they count, and that who follows the feed has what the replica
 * has.
 */
final class Cycles implements AutoCloseable {

  /** Later than every version that the contracts believe. */
  static final Instant HORIZON = Sample.day(1_000);

  private final Schema schema;
  private final Follower follower;
  private Replica replica;
  private Set<EntityType> types;
  private Optional<Duration> retention = Optional.empty();
  private String identity = "contract";
  private long cycle;

  Cycles(ReplicaFixture fixture) {
    this(fixture, Sample.SCHEMA);
  }

  Cycles(ReplicaFixture fixture, Schema schema) {
    this.schema = schema;
    this.follower = new Follower(schema);
    this.types = Set.copyOf(schema.types());
    this.replica = fixture.newReplica(schema);
  }

  /** From now on, rows that are not live any more are kept so long. */
  void keep(Duration kept) {
    retention = Optional.of(kept);
  }

  /** From now on, only these types are applied. */
  void only(EntityType... chosen) {
    types = Set.of(chosen);
  }

  /** From now on, rows come from this upstream. */
  void from(String upstream) {
    identity = upstream;
  }

  /** Applies nothing but that these keys have vanished. */
  Applied vanished(EntityType type, RowKey... keys) {
    return run(staging -> staging.vanished(type, List.of(keys)));
  }

  Applied live(Row... rows) {
    return run(staging -> stage(staging, Source.LIVE, rows));
  }

  Applied list(Row... rows) {
    return run(staging -> stage(staging, Source.LIST, rows));
  }

  Applied undecodable(EntityType type, Optional<RowKey> key, String reason, String json) {
    return run(
        staging ->
            staging.sink(type, Source.LIVE).undecodable(new Undecodable(type, key, reason, json)));
  }

  Applied run(Consumer<Staging> fill) {
    return run(fill, Map.of(), Set.of());
  }

  Applied run(Consumer<Staging> fill, Map<EntityType, Instant> cursors, Set<EntityType> whole) {
    try (Staging staging = replica.store().stage(Mode.INCREMENTAL)) {
      fill.accept(staging);
      return apply(staging, cursors, whole);
    }
  }

  /** A full cycle, which takes up what earlier ones left. */
  Applied full(Consumer<Staging> fill) {
    try (Staging staging = replica.store().stage(Mode.FULL)) {
      fill.accept(staging);
      return apply(staging);
    }
  }

  /** A full cycle that ends before it is applied. */
  void abandoned(Consumer<Staging> fill) {
    try (Staging staging = replica.store().stage(Mode.FULL)) {
      fill.accept(staging);
    }
  }

  Applied apply(Staging staging) {
    return apply(staging, Map.of(), Set.of());
  }

  private Applied apply(Staging staging, Map<EntityType, Instant> cursors, Set<EntityType> whole) {
    cycle++;
    Position before = replica.feed().latest();
    Applied applied = replica.store().apply(staging, plan(cursors, whole));
    applied.tallies().forEach(Cycles::assertAddsUp);
    assertThat(applied.position()).as("end of the feed").isEqualTo(replica.feed().latest());
    assertThat(replica.feed().after(before, Integer.MAX_VALUE))
        .as("entries of cycle %d in the feed", cycle)
        .hasSize((int) total(applied).changes())
        .allMatch(change -> change.cycle() == cycle && change.at().equals(now()));
    follower.follow(replica, before);
    return applied;
  }

  private ApplyPlan plan(Map<EntityType, Instant> cursors, Set<EntityType> whole) {
    return new ApplyPlan(cycle, now(), HORIZON, types, cursors, whole, retention, identity);
  }

  private static void assertAddsUp(EntityType type, Tally tally) {
    assertThat(tally.staged() + tally.released())
        .as("staged + released of %s in %s", type, tally)
        .isEqualTo(
            tally.inserted()
                + tally.updated()
                + tally.deleted()
                + tally.unchanged()
                + tally.orphans());
  }

  static void stage(Staging staging, Source source, Row... rows) {
    for (Row row : rows) {
      staging.sink(row.type(), source).row(row);
    }
  }

  static Tally total(Applied applied) {
    return applied.tallies().values().stream().reduce(Tally.NONE, Tally::plus);
  }

  /** The time of the last cycle. */
  Instant now() {
    return Sample.day(500).plus(Duration.ofMinutes(cycle)).plusMillis(123);
  }

  Replica replica() {
    return replica;
  }

  List<Row> rows(EntityType type) {
    return replica.rows(type);
  }

  Counts counts(EntityType type) {
    return replica.store().counts().get(type);
  }

  List<Orphan> orphans() {
    return replica.held().orphans(Integer.MAX_VALUE);
  }

  List<Quarantined> quarantined() {
    return replica.held().quarantined(Integer.MAX_VALUE);
  }

  List<Change> changes() {
    return replica.feed().after(Position.START, Integer.MAX_VALUE);
  }

  void reopen() {
    replica = replica.reopen();
  }

  @Override
  public void close() {
    replica.close();
  }
}
