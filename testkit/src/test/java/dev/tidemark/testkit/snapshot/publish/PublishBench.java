package dev.tidemark.testkit.snapshot.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.PublisherPorts;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotTypes;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.TargetStanding;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.InMemorySnapshotStore;
import dev.tidemark.testkit.fake.InMemorySnapshotTransport;
import dev.tidemark.testkit.fake.InMemoryStrongStore;
import dev.tidemark.testkit.fake.InMemoryValueCaches;
import dev.tidemark.testkit.fake.InMemoryWeakStore;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.fake.SetLeadership;
import dev.tidemark.testkit.fake.SnapshotDisk;
import dev.tidemark.testkit.fake.SnapshotHop;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One publisher of one snapshot, and its edges. Whatever is done is done on the thread of the test,
 * unless it brings its own.
 */
final class PublishBench {

  static final String NAME = "public";
  static final SnapshotPlan PLAN = plan("a".repeat(64));

  private static final Schema STRONG =
      Schema.of("state", SnapshotTypes.strongTypes().toArray(EntityType[]::new));
  static final StateSchema STATE =
      StateSchema.of(
          STRONG, STRONG.below("weak", SnapshotTypes.weakTypes().toArray(EntityType[]::new)));

  final ManualClock clock = ManualClock.at(Sample.day(600));
  final RecordingListener told = new RecordingListener();
  final AtomicReference<PublisherPolicy> policy = new AtomicReference<>(PublisherPolicy.DEFAULTS);
  final AtomicReference<PublishedSnapshot> published =
      new AtomicReference<>(PublishedSnapshot.built(PLAN));
  final AtomicReference<Function<SnapshotManifest, SignedManifest>> signer =
      new AtomicReference<>(SignedManifest::unsigned);
  final AtomicReference<Optional<ChangeFeed>> feed = new AtomicReference<>(Optional.empty());
  final AtomicReference<UnaryOperator<SnapshotTransport>> way =
      new AtomicReference<>(UnaryOperator.identity());
  final InMemoryNetwork network;
  SnapshotDisk disk = new SnapshotDisk();
  SetLeadership leadership = new SetLeadership();
  InMemorySnapshotStore store;
  ManualScheduler scheduler = new ManualScheduler(clock);
  final AtomicReference<TargetProvider> provider = new AtomicReference<>(this::targets);
  private final Map<String, Edge> edges = new ConcurrentHashMap<>();
  private final AtomicReference<String> content = new AtomicReference<>("first");
  private final AtomicReference<List<Target>> targets = new AtomicReference<>(List.of());
  private final AtomicReference<Optional<RuntimeException>> unreadable =
      new AtomicReference<>(Optional.empty());
  private final StateSchema schema;
  private final InMemoryStrongStore strong;
  private InMemoryStrongStore strongNow;
  private InMemoryWeakStore weak;
  private InMemorySnapshotTransport transport;
  private StateEngine state;
  private Publisher publisher;
  private boolean dead;

  PublishBench() {
    this(new InMemoryNetwork());
  }

  PublishBench(InMemoryNetwork network) {
    this(network, STATE);
  }

  PublishBench(InMemoryNetwork network, StateSchema schema) {
    this.network = network;
    this.schema = schema;
    strong = new InMemoryStrongStore(schema);
    strongNow = strong;
    weak = new InMemoryWeakStore(schema, strong);
    network.before(this::diedHere);
    open();
  }

  private void diedHere(SnapshotHop hop) {
    if (dead) {
      throw new TargetUnavailableException(hop + ": the process has died", null);
    }
  }

  static SnapshotPlan plan(String specHash) {
    Schema schema = Schema.of(NAME, Sample.WORD);
    return new SnapshotPlan(
        NAME,
        schema,
        List.of(new SnapshotPlan.Table(Sample.WORD, Sample.WORD, Optional.empty())),
        specHash);
  }

  static SignedManifest sign(SnapshotManifest manifest) {
    return new SignedManifest(
        manifest, Optional.of(new SignedManifest.Signature("0123456789abcdef", "0".repeat(128))));
  }

  /** Another process takes over: all that is not stored is forgotten. */
  void open() {
    dead = false;
    scheduler = new ManualScheduler(clock);
    open(scheduler, Runnable::run);
  }

  /** With a scheduler and threads of its own. */
  void open(Scheduler time, Executor workers) {
    store = new InMemorySnapshotStore(disk);
    leadership = new SetLeadership();
    source();
    transport = network.transport("origin");
    state = newState(time, strongNow);
    publisher =
        Publisher.of(
            List.of(published.get()),
            new PublisherPorts(
                store,
                way.get().apply(transport),
                provider.get(),
                feed.get(),
                leadership,
                state,
                manifest -> signer.get().apply(manifest)),
            policy::get,
            new Ambient(clock, time, new Random(1)),
            workers,
            told);
  }

  /** The state as another process beside this one has it. */
  StateEngine newState() {
    return newState(scheduler, strongNow);
  }

  TornStore tornStore() {
    return new TornStore(strongNow);
  }

  /** The same through a store of the test's. */
  StateEngine newState(StrongStore by) {
    return newState(scheduler, by);
  }

  private StateEngine newState(Scheduler time, StrongStore by) {
    return StateEngine.open(
        schema,
        new StatePorts(by, weak, new InMemoryValueCaches()),
        StateTerms.defaults(),
        new Ambient(clock, time, new Random(1)),
        Runnable::run,
        event -> {});
  }

  private List<Target> targets() {
    unreadable
        .get()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return targets.get();
  }

  private void source() {
    store.source(plan -> content.get().getBytes(UTF_8));
  }

  Publisher publisher() {
    return publisher;
  }

  /** How many pushes are under way. */
  int pushing() {
    return transport.pushing();
  }

  StateEngine state() {
    return state;
  }

  /** Starts with these edges as targets. */
  void started(String... names) {
    for (String name : names) {
      addTarget(name);
    }
    start();
  }

  void start() {
    publisher.start();
    pass(Duration.ZERO);
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** The process ends in an orderly way. */
  void end() {
    publisher.stop();
    state.stop();
  }

  void restart() {
    end();
    open();
    start();
  }

  /** The process is killed: what was not flushed is lost. */
  void kill() {
    disk.die();
    dead = true;
  }

  /** The process dies when its store comes to this step. */
  void dieAt(String step) {
    disk.before(
        each -> {
          if (each.equals(step)) {
            kill();
          }
        });
  }

  /** The process dies at this step of a push. */
  void dieAt(SnapshotHop.Step step) {
    network.before(
        hop -> {
          if (hop.step() == step && !dead) {
            kill();
            diedHere(hop);
          }
        });
  }

  boolean isDead() {
    return dead;
  }

  /** What had befallen it befalls the next one no more. */
  void healed() {
    disk.recover();
    network.recover();
    network.before(this::diedHere);
  }

  /** All of the state is lost; takes effect with the next {@link #open}. */
  void loseState() {
    strongNow = new InMemoryStrongStore(schema);
    weak = new InMemoryWeakStore(schema, strongNow);
  }

  /** Only how delivery stands is lost; takes effect with the next {@link #open}. */
  void loseWeakState() {
    weak = new InMemoryWeakStore(schema, strongNow);
  }

  /** How delivery stands cannot be read, or can be again. */
  void tearBook(boolean torn) {
    weak.beforeRead(
        () -> {
          if (torn) {
            throw new StorageException("read the weak state: told to fail", true);
          }
        });
  }

  /** All generations are lost; takes effect with the next {@link #open}. */
  void loseShelf() {
    disk = new SnapshotDisk();
  }

  /** The edge of this name, which listens from now on. */
  Edge edge(String name) {
    return edges.computeIfAbsent(name, each -> listening(each, new Edge()));
  }

  private Edge listening(String name, Edge edge) {
    network.transport(name, endpoint(name)).listen(edge);
    return edge;
  }

  static String endpoint(String name) {
    return name + ":9443";
  }

  static Target target(String name) {
    return new Target(NAME, name, Target.Strategy.TIDEMARK, endpoint(name), true);
  }

  Edge addTarget(String name) {
    setTarget(target(name));
    return edge(name);
  }

  /** Adds it, or puts it in the place of the one of its name. */
  void setTarget(Target target) {
    List<Target> next = new ArrayList<>(targets.get());
    next.removeIf(each -> each.name().equals(target.name()));
    next.add(target);
    targets.set(next);
  }

  void removeTarget(String name) {
    targets.updateAndGet(now -> now.stream().filter(each -> !each.name().equals(name)).toList());
  }

  void targetsUnreadable() {
    unreadable.set(Optional.of(new StorageException("read targets: told to fail", true)));
  }

  void targetsReadable() {
    unreadable.set(Optional.empty());
  }

  /** Somebody else's generation comes to the shelf, signed and of the same plan. */
  SignedManifest take(SnapshotVersion version, String what) {
    byte[] bytes = what.getBytes(UTF_8);
    String hash = SampleSnapshot.sha256(bytes);
    Provenance provenance = new Provenance(PLAN.specHash(), "c".repeat(64), hash, Optional.empty());
    SignedManifest signed =
        sign(
            new SnapshotManifest(
                NAME, version, clock.instant(), bytes.length, hash, Optional.of(provenance)));
    try (Incoming incoming = store.shelf(NAME).receive(signed)) {
      incoming.write(ByteBuffer.wrap(bytes), 0);
      assertThat(incoming.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
    }
    return signed;
  }

  /** Another content of the source, and the mark moves. */
  void change(String to) {
    content.set(to);
    store.touch();
  }

  String content() {
    return content.get();
  }

  PublicationStanding standing() {
    return publisher.standings().get(0);
  }

  TargetStanding standing(String target) {
    return standing().targets().stream()
        .filter(each -> each.target().name().equals(target))
        .findFirst()
        .orElseThrow();
  }

  SnapshotVersion newest() {
    return standing().newest().orElseThrow().version();
  }

  void assertHas(String edge, String what) {
    assertThat(edge(edge).content()).as("content of %s", edge).isEqualTo(what);
  }
}
