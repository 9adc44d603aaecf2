package dev.tidemark.testkit.mirror;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.Extent;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryReplica;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A replica that remembers its cycles, so that an older state of it can be put back. */
final class ReplayedReplica implements ReplicaReader, ChangeFeed {

  private static final Instant HORIZON = Sample.day(10_000);
  private static final Duration KEPT = Duration.ofDays(10);

  private final List<Consumer<InMemoryReplica>> cycles = new ArrayList<>();
  private final Schema schema;
  private volatile InMemoryReplica now;
  private volatile Runnable beforeRead = () -> {};
  private long cycle;

  ReplayedReplica(Schema schema) {
    this.schema = schema;
    this.now = new InMemoryReplica(schema);
  }

  void live(Row... rows) {
    run(
        staging -> {
          for (Row row : rows) {
            staging.sink(row.type(), Source.LIVE).row(row);
          }
        },
        Map.of());
  }

  void vanished(EntityType type, RowKey... keys) {
    run(staging -> staging.vanished(type, List.of(keys)), Map.of());
  }

  /** Removes what is not live any more. */
  void purge() {
    Map<EntityType, Instant> cursors = new HashMap<>();
    schema.types().forEach(type -> cursors.put(type, HORIZON));
    run(staging -> {}, cursors);
  }

  private void run(Consumer<Staging> fill, Map<EntityType, Instant> cursors) {
    cycle++;
    Instant at = Sample.day(500).plus(Duration.ofMinutes(cycle)).plusMillis(123);
    ApplyPlan plan =
        new ApplyPlan(
            cycle,
            at,
            HORIZON,
            Set.copyOf(schema.types()),
            cursors,
            Set.of(),
            Optional.of(KEPT),
            "bench");
    Consumer<InMemoryReplica> work =
        replica -> {
          try (Staging staging = replica.stage(Mode.INCREMENTAL)) {
            fill.accept(staging);
            replica.apply(staging, plan);
          }
        };
    cycles.add(work);
    work.accept(now);
  }

  /** Runs this before the read behind so many others, once. */
  void beforeRead(int others, Runnable work) {
    AtomicInteger left = new AtomicInteger(others);
    beforeRead =
        () -> {
          if (left.getAndDecrement() == 0) {
            work.run();
          }
        };
  }

  /** How many cycles there were. */
  int cycles() {
    return cycles.size();
  }

  /** Puts back the state behind so many cycles; what comes then is later. */
  void restore(int count) {
    InMemoryReplica older = new InMemoryReplica(schema);
    cycles.subList(count, cycles.size()).clear();
    cycles.forEach(each -> each.accept(older));
    now = older;
  }

  /** Begins anew, with none of these rows or these alone; its positions begin anew, too. */
  void rebuild(Row... rows) {
    restore(0);
    live(rows);
  }

  List<Row> rows(EntityType type) {
    return now.rows(type);
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    return now.reader().find(type, key);
  }

  @Override
  public List<Row> find(EntityType type, Collection<RowKey> keys) {
    return now.reader().find(type, keys);
  }

  @Override
  public <T> T read(EntityType type, KeyRange range, Function<Iterator<Row>, T> work) {
    beforeRead.run();
    return now.reader().read(type, range, work);
  }

  @Override
  public Extent extent(EntityType type) {
    return now.reader().extent(type);
  }

  @Override
  public List<Change> after(Position position, int atMost) {
    return now.feed().after(position, atMost);
  }

  @Override
  public Position latest() {
    return now.feed().latest();
  }

  @Override
  public void prune(Position upTo) {
    now.feed().prune(upTo);
  }

  @Override
  public long compact(Position upTo, Set<Position> keeping) {
    return now.feed().compact(upTo, keeping);
  }
}
