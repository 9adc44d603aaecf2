package dev.tidemark.testkit.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.WeakTable;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.StateSample;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** An engine with everything around it in the hands of a test. */
final class Desk {

  static final EntityType ITEM = EntityType.named("item").key("name").text("name", "text").build();

  /** Needs its item. */
  static final EntityType PART =
      EntityType.named("part").key("name").text("name").references("name", "item").build();

  static final EntityType OWNER = EntityType.named("owner").key("name").text("name").build();

  private static final Schema STRONG = Schema.of("strong", OWNER);
  static final StateSchema ITEMS = StateSchema.of(STRONG, STRONG.below("weak", ITEM, PART));

  final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final RecordingListener told = new RecordingListener();
  final AtomicReference<FlushPolicy> policy = new AtomicReference<>(FlushPolicy.DEFAULTS);
  final AtomicReference<RepairGuard> guard = new AtomicReference<>(RepairGuard.DEFAULTS);
  final AtomicReference<ValueCaches> caches = new AtomicReference<>(new InMemoryValueCaches());
  final StateSchema schema;
  final InMemoryStrongStore strong;
  final InMemoryWeakStore weak;
  final RiggedWeakStore rigged;

  private Desk(StateSchema schema) {
    this.schema = schema;
    this.strong = new InMemoryStrongStore(schema);
    this.weak = new InMemoryWeakStore(schema, strong);
    this.rigged = new RiggedWeakStore(weak);
  }

  static Desk of(StateSchema schema) {
    return new Desk(schema);
  }

  static Desk ofItems() {
    return of(ITEMS);
  }

  static Desk ofSample() {
    return of(StateSample.SCHEMA);
  }

  /** Of the sample, with this many values of each weak type in memory. */
  static Desk ofBoundedSample(int bound) {
    StateSchema schema = StateSample.SCHEMA;
    for (EntityType type : schema.weak().types()) {
      schema = schema.bounded(type.name(), bound);
    }
    return of(schema);
  }

  StateEngine open() {
    return open(clock);
  }

  StateEngine open(Clock clock) {
    return StateEngine.open(
        schema,
        new StatePorts(strong, rigged, caches.get()),
        new StateTerms(policy::get, guard.get()),
        new Ambient(clock, scheduler, new Random(1)),
        scheduler,
        told);
  }

  /** What the store holds of a type: the keys of its rows. */
  List<String> stored(EntityType type) {
    List<String> keys = new ArrayList<>();
    weak.scan(type, row -> keys.add(row.key().text()));
    return keys;
  }

  /** What memory holds of a type: the keys of its rows, sorted. */
  static <V> List<String> held(WeakTable<V> table, Codec<V> codec) {
    List<String> keys = new ArrayList<>();
    table.forEach(value -> keys.add(codec.key(value).text()));
    return keys.stream().sorted().toList();
  }

  /** Rows of a type that needs nothing and that nothing needs. */
  static Row item(String name, String text) {
    return Row.of(ITEM, Map.of("name", name, "text", text));
  }

  static Row item(String name) {
    return item(name, "");
  }

  static RowKey key(Object... values) {
    return RowKey.of(values);
  }
}
