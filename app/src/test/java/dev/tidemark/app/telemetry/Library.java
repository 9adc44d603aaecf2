package dev.tidemark.app.telemetry;

import dev.tidemark.app.FakeMirrors;
import dev.tidemark.app.TestState;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobTerms;
import dev.tidemark.core.job.Jobs;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.rollup.ChangesRollup;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.PublisherPorts;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.state.StateStatus;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryNetwork;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemoryRollupStore;
import dev.tidemark.testkit.fake.InMemorySnapshotStore;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.fake.SetMemory;
import dev.tidemark.testkit.fake.SnapshotDisk;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/** Authors and their books, in memory: upstream, replica, and cycles from one to the other. */
final class Library {

  static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");

  static final EntityType AUTHOR = type("author").build();
  static final EntityType BOOK =
      type("book").integer("author_id").references("author_id", "author").build();

  final Schema schema = Schema.of("library", AUTHOR, BOOK);
  final ManualClock clock = ManualClock.at(NOW);
  final InMemoryUpstream upstream = new InMemoryUpstream();
  final InMemoryReplica replica = new InMemoryReplica(schema);
  final InMemorySyncJournal journal = new InMemorySyncJournal();
  final InMemoryRequestLedger ledger = new InMemoryRequestLedger();
  final SetMemory memory = new SetMemory();
  final TestState state = new TestState(clock);

  /** One job that finds nothing to tidy. */
  final Jobs jobs = jobs(Job.every(Duration.ofHours(1), "tidy", run -> JobResult.NOTHING));

  /** One rollup that nobody has looked at. */
  final Rollups rollups =
      Rollups.of(
          List.of(new InMemoryRollupStore("replica", List.of(ChangesRollup.FEED), clock)),
          List.of(new PlacedRollup(ChangesRollup.plan(), "replica")),
          new RollupTerms(
              "here",
              () -> RollupPolicy.DEFAULTS,
              new Ambient(clock, new ManualScheduler(clock), new Random(1)),
              Runnable::run,
              Listener.NONE));

  final InMemorySnapshotStore snapshots = new InMemorySnapshotStore(new SnapshotDisk());
  final InMemoryNetwork network = new InMemoryNetwork();

  /** One snapshot that nobody has built, for one target. */
  final Publisher publisher =
      Publisher.of(
          List.of(
              PublishedSnapshot.built(
                  new SnapshotPlan("public", schema, List.of(), "0".repeat(64)))),
          new PublisherPorts(
              snapshots,
              network.transport("origin"),
              () ->
                  List.of(
                      new Target("public", "edge-1", Target.Strategy.TIDEMARK, "memory:1", true)),
              Optional.empty(),
              Leadership.always(),
              state.open(),
              SignedManifest::unsigned),
          () -> PublisherPolicy.DEFAULTS,
          new Ambient(clock, new ManualScheduler(clock), new Random(1)),
          Runnable::run,
          Listener.NONE);

  Jobs jobs(Job job) {
    return Jobs.of(
        List.of(job),
        new JobTerms("here", () -> true),
        state.open(),
        new Ambient(clock, new ManualScheduler(clock), new Random(1)),
        Runnable::run,
        Listener.NONE);
  }

  SyncReport sync(Mode mode, Listener listener) {
    return sync(mode, SyncPolicy.defaults(), listener);
  }

  SyncReport sync(Mode mode, SyncPolicy policy, Listener listener) {
    return SyncReplica.of(
            schema,
            new SyncPorts(upstream, replica, replica.cursors(), journal, ledger, memory),
            policy,
            new Ambient(clock, new ManualScheduler(clock), new Random(1)),
            listener)
        .sync(mode);
  }

  static StateStatus atRest() {
    return new StateStatus(
        StateStatus.Phase.RUNNING,
        Map.of("author", 3L),
        Optional.of(NOW.minusSeconds(7)),
        LastFlush.NONE,
        0,
        Optional.empty());
  }

  Observed observed(Leadership leadership) {
    return observed(leadership, noMirrors());
  }

  Observed observed(Leadership leadership, Mirrors mirrors) {
    return new Observed(
        replica,
        journal,
        ledger,
        memory,
        leadership,
        Library::atRest,
        mirrors,
        jobs,
        rollups,
        publisher);
  }

  static Mirrors noMirrors() {
    return new FakeMirrors().at(Map.of(), Listener.NONE);
  }

  /** So many authors, each with a book. */
  void fill(int count) {
    LongStream.rangeClosed(1, count).forEach(id -> upstream.put(author(id), book(id, id)));
  }

  static Row author(long id) {
    return Row.of(AUTHOR, Map.of("id", id, "updated", NOW.minusSeconds(60), "status", "ok"));
  }

  static Row book(long id, long author) {
    return Row.of(
        BOOK,
        Map.of("id", id, "updated", NOW.minusSeconds(60), "status", "ok", "author_id", author));
  }

  static SyncEvent.FetchEnded ended(Fetch what, long rows) {
    return new SyncEvent.FetchEnded(what, new Fetched(rows, 100, 1, Optional.empty(), Set.of()));
  }

  static SyncReport report(Mode mode, Duration took, Map<EntityType, Tally> tallies) {
    return new SyncReport(
        7, mode, NOW, NOW.plus(took), new Position(42), tallies, 5, 1_234, Map.of());
  }

  private static EntityType.Builder type(String name) {
    return EntityType.named(name)
        .key("id")
        .integer("id")
        .instant("updated", Precision.SECONDS)
        .text("status")
        .version("updated")
        .tombstone("status", "deleted");
  }
}
