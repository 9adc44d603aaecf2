package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupTable.Advanced;
import dev.tidemark.core.rollup.spi.RollupWalks;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.RollupFixture.RollupPlace;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.RollupOracle;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A prepared rollup that a contract writes to and compares with what it computes itself. */
final class Rolled implements AutoCloseable {

  /** All in which contracts have events. */
  static final Span ALL =
      new Span(Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));

  static final Duration LEASE = Duration.ofHours(1);
  static final int MANY = 10_000;

  private static final int PATIENCE = 1_000;

  private final RollupPlace place;
  private final RollupStore store;
  private final RollupPlan plan;
  private Lease lease;

  private Rolled(RollupPlace place, RollupPlan plan) {
    this.place = place;
    this.plan = plan;
    this.store = place.newStore();
    store.prepare(plan);
    this.lease = acquire("first");
  }

  /** Prepared in a new place, where nothing else was done but that a lease was taken. */
  static Rolled prepared(RollupFixture fixture, RollupPlan plan) {
    return new Rolled(fixture.newPlace(), plan);
  }

  /** The same with {@link UsageSchema#PARENTS}, filled and complete. */
  static Rolled complete(RollupFixture fixture, RollupPlan plan) {
    Rolled rolled = prepared(fixture, plan);
    rolled.source().putAll(UsageSchema.PARENTS);
    rolled.fill();
    rolled.settle();
    return rolled;
  }

  /** Another rollup in the same place, which this one closes. */
  Rolled beside(RollupPlan other) {
    return new Rolled(place, other);
  }

  /** This rollup, defined otherwise under its name; the lease of before is over with that. */
  Rolled as(RollupPlan other) {
    return new Rolled(place, other);
  }

  RollupPlace place() {
    return place;
  }

  RollupSource source() {
    return place.source();
  }

  RollupPlan plan() {
    return plan;
  }

  RollupStore store() {
    return store;
  }

  RollupTable table() {
    return store.table(plan);
  }

  RollupWalks walks() {
    return store.walks(plan);
  }

  RollupLeases leases() {
    return store.leases(plan);
  }

  Lease lease() {
    return lease;
  }

  RollupStanding standing() {
    return table().standing();
  }

  Instant now() {
    return standing().now();
  }

  /** A lease that is there to be had. */
  Lease acquire(String holder) {
    Acquired acquired = leases().acquire(holder, LEASE);
    assertThat(acquired).isInstanceOf(Acquired.Mine.class);
    return ((Acquired.Mine) acquired).lease();
  }

  /** Somebody else takes the lease over, and goes on with it; what it was. */
  Lease steal() {
    Lease before = lease;
    place.age(LEASE.plusMinutes(1));
    lease = acquire("thief");
    return before;
  }

  /** Writes events, each as changed now, in one transaction. */
  void put(UsageEvent... events) {
    Instant now = now();
    putAsTheyAre(Stream.of(events).map(each -> each.changed(now)).toArray(UsageEvent[]::new));
  }

  void putAsTheyAre(UsageEvent... events) {
    source().putAll(Stream.of(events).map(UsageEvent::row).toList());
  }

  void put(LogEvent... events) {
    source().putAll(Stream.of(events).map(LogEvent::row).toList());
  }

  void put(Row row) {
    source().put(row);
  }

  /** Removes rows by keys of one field, each in a transaction of its own. */
  void remove(EntityType type, Object... keys) {
    Stream.of(keys).forEach(key -> source().remove(type, RowKey.of(key)));
  }

  /** A whole backfill: the first bucket, and then the others. */
  void fill() {
    Span span = walks().begin(lease, false).span();
    if (!span.isEmpty()) {
      Instant next = plan.definition().bucket().next(span.from());
      walks().compute(lease, new Span(span.from(), next));
      walks().compute(lease, new Span(next, span.to()));
    }
    walks().complete(lease);
  }

  Advanced advance() {
    return table().advance(lease, MANY, false);
  }

  /** Takes in all that there is, be it as young as it may. */
  void settle() {
    advanceUntilDone(true);
  }

  /** Takes in all that there is, when it has become old. */
  void pass() {
    place.age(Duration.ofMinutes(10));
    advanceUntilDone(false);
  }

  private void advanceUntilDone(boolean settle) {
    Advanced advanced = table().advance(lease, MANY, settle);
    for (int i = 0; advanced.more() && i < PATIENCE; i++) {
      advanced = table().advance(lease, MANY, settle);
    }
    assertThat(advanced.more()).as("whether more waits after all those advances").isFalse();
  }

  List<RollupCell> cells() {
    return cells(ALL);
  }

  List<RollupCell> cells(Span span) {
    return table()
        .read(
            span,
            cells -> {
              List<RollupCell> all = new ArrayList<>();
              cells.forEachRemaining(all::add);
              return all;
            });
  }

  /** What all cells have in this column, in their order. */
  List<@Nullable Object> column(String name) {
    return cells().stream()
        .map(cell -> value(cell, name))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** What a cell has in this column: a key's, a measure's or {@code bucket}. */
  @Nullable Object value(RollupCell cell, String column) {
    if (column.equals("bucket")) {
      return cell.bucket();
    }
    int key = index(plan.keyFields(), column);
    return key >= 0 ? cell.keys().get(key) : cell.measures().get(measure(column));
  }

  /** The cell with another value in this measure. */
  RollupCell with(RollupCell cell, String measure, @Nullable Object value) {
    List<@Nullable Object> measures = new ArrayList<>(cell.measures());
    measures.set(measure(measure), value);
    return new RollupCell(cell.bucket(), cell.keys(), measures);
  }

  private int measure(String name) {
    int measure = index(plan.measureFields(), name);
    assertThat(measure).as("index of %s", name).isNotNegative();
    return measure;
  }

  private static int index(List<Field> fields, String name) {
    return fields.stream().map(Field::name).toList().indexOf(name);
  }

  /** What the rows that there are add up to. */
  List<RollupCell> expected() {
    Map<EntityType, List<Row>> rows =
        UsageSchema.TYPES.stream().collect(Collectors.toMap(Function.identity(), source()::rows));
    return RollupOracle.cells(plan, rows);
  }

  /** That the cells are what the rows add up to. */
  void assertConverged() {
    assertThat(cells()).containsExactlyElementsOf(expected());
  }

  void assertColumn(String name, @Nullable Object... values) {
    assertThat(column(name)).as(name).isEqualTo(Arrays.asList(values));
  }

  @Override
  public void close() {
    place.close();
  }
}
