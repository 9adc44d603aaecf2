package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.fake.InMemoryRollupStore;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.model.RollupOracle;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One rollup in memory and those who write to it, at a time that stands still. What others do
 * meanwhile is done on the same thread, between two steps of the store.
 */
final class RollupBench {

  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration RENEWAL = Duration.ofSeconds(20);
  static final Duration PAUSE = Duration.ofMinutes(10);
  static final Duration ALARM = Duration.ofHours(1);
  static final Span ALL =
      new Span(Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));

  static final RollupPolicy POLICY = new RollupPolicy(LEASE, 2, Slice.DAY, Duration.ZERO, 3, ALARM);

  final ManualClock clock = ManualClock.at("2026-03-05T10:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final RecordingListener told = new RecordingListener();
  final InMemoryRollupStore store = new InMemoryRollupStore("memory", UsageSchema.TYPES, clock);
  final List<Duration> pauses = new ArrayList<>();
  final RollupPlan plan;
  final Rollup rollup;

  /** What happens while somebody pauses for {@link #PAUSE}. */
  Runnable whilePausing = () -> scheduler.advance(PAUSE);

  /** Asked anew whenever something is decided. */
  RollupPolicy policy = POLICY;

  private RollupBench(RollupPlan plan) {
    this.plan = plan;
    this.rollup = another("first");
    store.source().putAll(UsageSchema.PARENTS);
  }

  /** Of a source whose writes are noted, never filled. */
  static RollupBench captured() {
    return new RollupBench(UsageRollup.CAPTURED.plan());
  }

  /** Of a source whose changes are found by a time, with a lag of 5 minutes; never filled. */
  static RollupBench byTime() {
    return new RollupBench(UsageRollup.BY_TIME.plan());
  }

  static RollupBench of(RollupPlan plan) {
    return new RollupBench(plan);
  }

  /** As {@link #captured}, but by the day. */
  static RollupPlan perDay() {
    return RollupPlan.of(
        UsageRollup.CAPTURED.definition().per(Bucket.DAY).build(), UsageSchema.TYPES);
  }

  /** Complete, with nothing told yet. */
  RollupBench filled() {
    backfill();
    told.clear();
    return this;
  }

  /** The same rollup in another process. */
  Rollup another(String holder) {
    return another(holder, Runnable::run);
  }

  Rollup another(String holder, Executor helpers) {
    Ambient ambient = new Ambient(clock, this::after, new Random(1));
    RollupTerms terms = new RollupTerms(holder, () -> policy, ambient, helpers, told);
    return Rollups.of(List.of(store), List.of(new PlacedRollup(plan, "memory")), terms)
        .all()
        .get(0);
  }

  private Scheduler.Pending after(Duration delay, Runnable task) {
    Scheduler.Pending pending = scheduler.after(delay, task);
    if (delay.equals(PAUSE)) {
      pauses.add(delay);
      whilePausing.run();
    }
    return pending;
  }

  /** Events, each written now. */
  void put(UsageEvent... events) {
    putAsTheyAre(
        Stream.of(events).map(each -> each.changed(clock.instant())).toArray(UsageEvent[]::new));
  }

  void putAsTheyAre(UsageEvent... events) {
    store.source().putAll(Stream.of(events).map(UsageEvent::row).toList());
  }

  void remove(long event) {
    store.source().remove(UsageSchema.USAGE, RowKey.of(event));
  }

  Tick tick() {
    return rollup.tick();
  }

  /** A tick that has to say so. */
  Tick.Ran ran() {
    Tick tick = tick();
    assertThat(tick).isInstanceOf(Tick.Ran.class);
    return (Tick.Ran) tick;
  }

  Backfilled backfill() {
    return rollup.backfill(BackfillRequest.by(policy));
  }

  RollupStanding standing() {
    return rollup.standing();
  }

  /** Runs this before the next step of this name, and what follows as usual. */
  void once(String step, Runnable work) {
    onThe(1, step, work);
  }

  /** Runs this before the step of this name that comes so many times from now. */
  void onThe(int time, String step, Runnable work) {
    int[] left = {time};
    store.before(
        each -> {
          if (each.equals(step + " " + plan.name()) && --left[0] == 0) {
            work.run();
          }
        });
  }

  /** Each step of this name fails from now on. */
  void failAt(String step, RuntimeException with) {
    store.before(
        each -> {
          if (each.equals(step + " " + plan.name())) {
            throw with;
          }
        });
  }

  /** The steps from now on, without the name of the rollup. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    store.before(each -> steps.add(each.replace(" " + plan.name(), "")));
    return steps;
  }

  List<RollupCell> cells() {
    return rollup.read(
        ALL,
        cells -> {
          List<RollupCell> all = new ArrayList<>();
          cells.forEachRemaining(all::add);
          return all;
        });
  }

  /** That the cells are what the rows add up to now. */
  void assertConverged() {
    Map<EntityType, List<Row>> rows =
        UsageSchema.TYPES.stream()
            .collect(Collectors.toMap(Function.identity(), store.source()::rows));
    assertThat(cells()).containsExactlyElementsOf(RollupOracle.cells(plan, rows));
  }

  static Instant at(String instant) {
    return Instant.parse(instant);
  }

  /** Whole days of March 2026, from the first to before the last. */
  static Span days(int from, int to) {
    return new Span(march(from), march(to));
  }

  static Instant march(int day) {
    return at("2026-03-01T00:00:00Z").plus(Duration.ofDays(day - 1));
  }
}
