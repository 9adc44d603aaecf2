package dev.tidemark.testkit.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorPorts;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorTypes;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryMirror;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** One mirror of one replica. Whatever is done is done on the thread of the test. */
final class MirrorBench {

  static final String NAME = "copy";
  static final Duration VERIFIED = Duration.ofHours(6);
  static final Schema SCHEMA =
      Schema.of(
          "bench", Sample.ORG, Sample.IX, Sample.IXLAN, Sample.PORT, Sample.WORD, Sample.EVERY);

  private static final Schema STRONG =
      Schema.of("state", MirrorTypes.strongTypes().toArray(EntityType[]::new));
  private static final StateSchema STATE =
      StateSchema.of(
          STRONG, STRONG.below("weak", MirrorTypes.weakTypes().toArray(EntityType[]::new)));

  final ManualClock clock = ManualClock.at(Sample.day(600));
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final RecordingListener told = new RecordingListener();
  final AtomicReference<MirrorPolicy> policy = new AtomicReference<>(MirrorPolicy.defaults());
  final SetTerm leadership = new SetTerm();
  final InMemoryMirror database = new InMemoryMirror();
  final InMemoryStrongStore strong = new InMemoryStrongStore(STATE);
  final ReplayedReplica replica;
  final Schema schema;
  private final InMemoryWeakStore weak = new InMemoryWeakStore(STATE, strong);
  private Schema mirrored;
  private StateEngine state;
  private Mirrors mirrors;

  MirrorBench() {
    this(SCHEMA);
  }

  MirrorBench(Schema schema) {
    this.schema = schema;
    this.mirrored = schema;
    this.replica = new ReplayedReplica(schema);
    open();
  }

  /** Another process takes over: all that is not stored is forgotten. */
  void open() {
    open(scheduler, Runnable::run, told);
  }

  /** With a scheduler, threads and a listener of its own. */
  void open(Scheduler time, Executor workers, Listener listener) {
    state =
        StateEngine.open(
            STATE,
            new StatePorts(strong, weak, new InMemoryValueCaches()),
            StateTerms.defaults(),
            new Ambient(clock, scheduler, new Random(1)),
            Runnable::run,
            Listener.NONE);
    mirrors =
        Mirrors.of(
            List.of(database.newTarget(NAME)),
            new MirrorPorts(mirrored, replica, replica, leadership, state),
            name -> policy.get(),
            new Ambient(clock, time, new Random(1)),
            workers,
            listener);
  }

  /** As {@link #open}, with a schema that lacks these types or has more of them. */
  void open(Schema other) {
    mirrored = other;
    open();
  }

  /** The process ends in an orderly way, or is killed. */
  void end() {
    mirrors.stop();
    state.flush();
  }

  /** Ends and begins again. */
  void restart() {
    end();
    open();
    start();
  }

  StateEngine state() {
    return state;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  Mirror mirror() {
    return mirrors.get(NAME);
  }

  void start() {
    mirrors.start();
  }

  /** Starts, and is live. */
  MirrorBench started(Row... rows) {
    replica.live(rows);
    start();
    assertState(MirrorState.LIVE);
    assertEqual();
    told.clear();
    return this;
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** A cycle was applied, and everybody hears of it. */
  void live(Row... rows) {
    replica.live(rows);
    mirrors.feedGrew();
  }

  /** Lets the next step of this name fail, once. */
  void failOnce(String step, RuntimeException with) {
    List<RuntimeException> failures = new ArrayList<>(List.of(with));
    database.before(
        each -> {
          if (each.equals(step) && !failures.isEmpty()) {
            throw failures.remove(0);
          }
        });
  }

  /** Runs this before the next step of this name, once. */
  void once(String step, Runnable work) {
    List<Runnable> left = new ArrayList<>(List.of(work));
    database.before(
        each -> {
          if (each.equals(step) && !left.isEmpty()) {
            left.remove(0).run();
          }
        });
  }

  /** The steps from now on. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    database.before(steps::add);
    return steps;
  }

  /** The steps that write rows. */
  static List<String> writes(List<String> steps) {
    return steps.stream().filter(step -> step.matches("(upsert|load|delete) .*")).toList();
  }

  List<Repaired> repair(EntityType... types) {
    return mirror().repair(new RepairRequest(List.of(types), false, 0.2));
  }

  List<Repaired> dryRun(EntityType... types) {
    return mirror().repair(new RepairRequest(List.of(types), true, 0.2));
  }

  MirrorState stands() {
    return mirror().status().standing().state();
  }

  void assertState(MirrorState expected) {
    assertThat(stands()).as("%s", mirror().status()).isEqualTo(expected);
  }

  /** That the mirror has what the replica has. */
  void assertEqual() {
    mirrored
        .types()
        .forEach(
            type -> assertThat(database.rows(type)).containsExactlyElementsOf(replica.rows(type)));
  }

  /** The transitions so far: {@code LIVE}. */
  List<MirrorState> states() {
    return told.events(MirrorEvent.MirrorStateChanged.class).stream()
        .map(event -> event.now().state())
        .toList();
  }

  /** The rows that differed in what was compared so far. */
  long drift() {
    return told.events(MirrorEvent.ComparisonEnded.class).stream()
        .mapToLong(event -> event.comparison().drift())
        .sum();
  }

  /** Writes many rows of a type, in key order, behind everybody's back. */
  void load(EntityType type, List<Row> rows) {
    database
        .newTarget("somebody")
        .write(transaction -> transaction.table(type).load(KeyRange.ALL, rows.iterator()));
  }

  /** Time passes while somebody waits for so long. */
  Scheduler hurried(Duration pause) {
    return (delay, task) -> {
      Scheduler.Pending pending = scheduler.after(delay, task);
      if (delay.equals(pause)) {
        scheduler.advance(delay);
      }
      return pending;
    };
  }

  static MirrorUnavailableException gone() {
    return new MirrorUnavailableException("nobody answers", null);
  }

  static Row org(long id) {
    return Sample.live(Sample.ORG, id, 1);
  }

  static Row org(long id, String name) {
    return Sample.live(Sample.ORG, id, 1, "name", name);
  }

  static Row[] orgs(int count) {
    Row[] rows = new Row[count];
    for (int i = 0; i < count; i++) {
      rows[i] = org(i + 1L);
    }
    return rows;
  }

  static RowKey key(Object... values) {
    return RowKey.of(values);
  }
}
