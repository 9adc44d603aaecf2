package dev.tidemark.testkit.sync;

import static dev.tidemark.testkit.contract.Sample.IX;
import static dev.tidemark.testkit.contract.Sample.ORG;
import static dev.tidemark.testkit.contract.Sample.day;
import static dev.tidemark.testkit.contract.Sample.live;
import static dev.tidemark.testkit.sync.Bench.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The frame of a cycle: journal, events, single flight, and every way out. */
final class CycleFrameTest {

  private final Bench bench = new Bench(ORG, IX);

  @Test
  void success_isJournalledAsItIsReported() {
    bench.upstream.put(live(ORG, 1, 1));
    bench.clock.advance(Duration.ofNanos(1_234_567));

    SyncReport report = bench.full();

    Run run = bench.lastRun();
    assertThat(run.cycle()).isEqualTo(report.cycle());
    assertThat(run.startedAt()).isEqualTo(day(100).plusMillis(1));
    assertThat(run.ended())
        .contains(
            new Run.Ended(
                report.endedAt(),
                new Run.Succeeded(
                    report.position(), report.total(), report.requests(), report.bytes())));
    assertThat(report.position()).isEqualTo(bench.replica.feed().latest());
    assertThat(report.tallies()).containsOnlyKeys(ORG, IX);
  }

  @Test
  void events_areToldInOrder() {
    bench.upstream.put(live(ORG, 1, 1));

    SyncReport report = bench.full();

    Fetched one = new Fetched(1, 0, 1, Optional.empty(), Set.of());
    Fetched none = new Fetched(0, 0, 1, Optional.empty(), Set.of());
    assertThat(bench.listener.events())
        .containsExactly(
            new SyncEvent.CycleStarted(1, Mode.FULL, day(100)),
            new SyncEvent.FetchStarted(list(ORG)),
            new SyncEvent.FetchEnded(list(ORG), one),
            new SyncEvent.FetchStarted(list(IX)),
            new SyncEvent.FetchEnded(list(IX), none),
            new SyncEvent.ApplyStarted(1),
            new SyncEvent.CycleSucceeded(report));
  }

  @Test
  void rowsStaged_isToldEveryThousandRows() {
    bench.upstream.put(
        LongStream.range(0, 2_500).mapToObj(id -> live(ORG, id, 1)).toArray(Row[]::new));

    bench.full();

    assertThat(bench.listener.events(SyncEvent.RowsStaged.class))
        .containsExactly(
            new SyncEvent.RowsStaged(ORG, 1_000), new SyncEvent.RowsStaged(ORG, 2_000));
  }

  @Test
  void unknownFields_areToldOnceACycleAndType() {
    bench.start(live(ORG, 1, 1));
    Upstream chatty =
        (what, into) -> {
          bench.upstream.fetch(what, into);
          return new Fetched(0, 10, 1, Optional.empty(), Set.of("brand_new"));
        };

    SyncReport report = bench.service(SyncPolicy.defaults(), chatty, bench.journal).sync(Mode.FULL);

    assertThat(bench.listener.events(SyncEvent.UnknownFields.class))
        .containsExactly(
            new SyncEvent.UnknownFields(ORG, Set.of("brand_new")),
            new SyncEvent.UnknownFields(IX, Set.of("brand_new")));
    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.bytes()).isEqualTo(30);
  }

  @Test
  void failure_isJournalledWithItsCodeAndNothingIsApplied() {
    bench.start(live(ORG, 1, 1));
    bench.upstream.put(live(ORG, 1, 2), live(ORG, 2, 2));
    RateLimitedException limited = new RateLimitedException("come back later", day(101));
    bench.upstream.fail(what -> what.type().equals(IX), limited);

    assertThatThrownBy(bench::incremental).isSameAs(limited);

    assertThat(bench.lastFailure())
        .isEqualTo(new Run.Failed("UPSTREAM_RATE_LIMITED", "come back later"));
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 1));
    assertThat(bench.cursor(ORG).followedTo()).isEqualTo(day(1));
    assertThat(bench.listener.events(SyncEvent.CycleFailed.class))
        .containsExactly(new SyncEvent.CycleFailed(2, Mode.INCREMENTAL, limited, day(100)));

    bench.upstream.recover();
    bench.clock.set(day(101));
    bench.incremental();
    assertThat(bench.replica.rows(ORG)).containsExactly(live(ORG, 1, 2), live(ORG, 2, 2));
  }

  @Test
  void bug_isJournalledAsOneAndTheNextCycleRuns() {
    bench.upstream.put(live(ORG, 1, 1), live(ORG, 2, 1));
    bench.upstream.fail(what -> true, new IllegalStateException("a bug"));

    assertThatThrownBy(bench::full).isInstanceOf(IllegalStateException.class);
    assertThat(bench.lastFailure())
        .isEqualTo(new Run.Failed("BUG", "java.lang.IllegalStateException: a bug"));
    assertThat(bench.replica.rows(ORG)).isEmpty();

    bench.upstream.recover();
    assertThat(bench.full().total().inserted()).isEqualTo(2);
  }

  @Test
  void runThatADeadProcessLeft_isReapedFirst() {
    bench.journal.begin(Mode.FULL, day(1));

    bench.full();

    assertThat(bench.journal.last(2).get(1).ended().orElseThrow())
        .satisfies(ended -> assertThat(ended.at()).isEqualTo(day(100)))
        .extracting(Run.Ended::outcome)
        .isInstanceOfSatisfying(
            Run.Failed.class, failed -> assertThat(failed.code()).isEqualTo("DIED"));
  }

  @Test
  void cycle_runsInTheTermOfItsLeader() {
    bench.leadership.term(7);

    bench.full();

    assertThatThrownBy(() -> bench.journal.begin(Mode.FULL, day(100), OptionalLong.of(6)))
        .isInstanceOf(FencedException.class);
    assertThat(bench.journal.begin(Mode.FULL, day(100), OptionalLong.of(7))).isPositive();
  }

  /** It was paused, and believes that it leads. */
  @Test
  void cycleOfALeaderThatWasReplaced_leavesTheOtherOnesRunAlone() {
    bench.leadership.term(7);
    long theirs = bench.journal.begin(Mode.FULL, day(99), OptionalLong.of(8));

    assertThatThrownBy(bench::full).isInstanceOf(FencedException.class);

    assertThat(bench.journal.last(9)).hasSize(1).allMatch(run -> run.cycle() == theirs);
    assertThat(bench.lastRun().ended()).isEmpty();
    assertThat(bench.listener.events(SyncEvent.CycleNotBegun.class)).hasSize(1);
  }

  @Test
  void cycleOfALeaderThatIsReplacedMeanwhile_isNotApplied() {
    bench.leadership.term(7);
    bench.upstream.put(live(ORG, 1, 1));
    Upstream slow =
        (what, into) -> {
          bench.journal.begin(Mode.FULL, day(100), OptionalLong.of(8));
          return bench.upstream.fetch(what, into);
        };
    SyncReplica service = bench.service(SyncPolicy.defaults(), slow, bench.journal);

    assertThatThrownBy(() -> service.sync(Mode.FULL)).isInstanceOf(FencedException.class);

    assertThat(bench.replica.rows(ORG)).isEmpty();
  }

  @Test
  void cursorsThatCannotBeRead_leaveNoRunBehind() {
    StorageException failure = new StorageException("read the cursors: no", true);
    SyncPorts ports =
        new SyncPorts(
            bench.upstream,
            bench.replica,
            (CursorStore)
                proxy(
                    CursorStore.class,
                    (proxy, method, arguments) -> {
                      throw failure;
                    }),
            bench.journal,
            bench.ledger,
            bench.memory);
    SyncReplica service =
        SyncReplica.of(bench.schema, ports, SyncPolicy.defaults(), bench.ambient(), bench.listener);

    assertThatThrownBy(() -> service.sync(Mode.FULL)).isSameAs(failure);

    assertThat(bench.journal.last(1)).isEmpty();
  }

  @Test
  void interrupted_isCancelledAndJournalled() {
    bench.upstream.put(live(ORG, 1, 1));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(bench::full)
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("org");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(bench.lastFailure().code()).isEqualTo("CANCELLED");
    assertThat(bench.replica.rows(ORG)).isEmpty();
  }

  @Test
  void interruptedWhileRowsStream_isCancelledWithinAThousandRows() {
    Upstream endless =
        (what, into) -> {
          Thread.currentThread().interrupt();
          for (long id = 1; id <= 1_000; id++) {
            into.row(live(ORG, id, 1));
          }
          throw new AssertionError("nobody stopped the stream");
        };
    try {
      assertThatThrownBy(
              () -> bench.service(SyncPolicy.defaults(), endless, bench.journal).sync(Mode.FULL))
          .isInstanceOf(CancelledException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(bench.replica.rows(ORG)).isEmpty();
  }

  @Test
  void secondCall_whileOneRuns_isRefusedAndNotJournalled() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Upstream slow =
        (what, into) -> {
          entered.countDown();
          await(leave);
          return bench.upstream.fetch(what, into);
        };
    SyncReplica service = bench.service(SyncPolicy.defaults(), slow, bench.journal);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<SyncReport> first = executor.submit(() -> service.sync(Mode.FULL));
      assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> service.sync(Mode.FULL))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining("bench");
      assertThat(bench.journal.last(10)).hasSize(1);

      leave.countDown();
      first.get(30, TimeUnit.SECONDS);
      assertThat(service.sync(Mode.FULL).cycle()).isEqualTo(2);
    } finally {
      leave.countDown();
      executor.shutdownNow();
    }
  }

  @Test
  void journalThatFails_isAddedToTheFirstFailure() {
    IllegalStateException first = new IllegalStateException("first");
    StorageException second = new StorageException("journal: disk full", false);
    bench.upstream.fail(what -> true, first);
    SyncJournal broken = failingAt("end", second);

    assertThatThrownBy(
            () -> bench.service(SyncPolicy.defaults(), bench.upstream, broken).sync(Mode.FULL))
        .isSameAs(first)
        .hasSuppressedException(second);
    assertThat(bench.listener.events(SyncEvent.CycleFailed.class))
        .containsExactly(new SyncEvent.CycleFailed(1, Mode.FULL, first, day(100)));
  }

  @Test
  void journalThatFailsBehindTheApply_theCycleIsStillToldAsDone() {
    StorageException failure = new StorageException("journal: disk full", false);
    SyncJournal broken = failingAt("end", failure);

    assertThatThrownBy(
            () -> bench.service(SyncPolicy.defaults(), bench.upstream, broken).sync(Mode.FULL))
        .isSameAs(failure);

    assertThat(bench.listener.events(SyncEvent.CycleSucceeded.class)).hasSize(1);
  }

  @Test
  void journalThatCannotBeWritten_isToldThoughNoCycleBegins() {
    StorageException failure = new StorageException("journal: disk full", false);
    for (String step : List.of("reap", "begin")) {
      SyncJournal broken = failingAt(step, failure);
      assertThatThrownBy(
              () -> bench.service(SyncPolicy.defaults(), bench.upstream, broken).sync(Mode.FULL))
          .isSameAs(failure);
    }

    SyncEvent told = new SyncEvent.CycleNotBegun(Mode.FULL, failure);
    assertThat(bench.listener.events()).containsExactly(told, told);
  }

  /** It is no failure, and whoever leads is told elsewhere. */
  @Test
  void journalThatAnotherWrites_isNotToldAsAFailure() {
    SyncJournal others = failingAt("begin", new AlreadyRunningException("another process leads"));

    assertThatThrownBy(
            () -> bench.service(SyncPolicy.defaults(), bench.upstream, others).sync(Mode.FULL))
        .isInstanceOf(AlreadyRunningException.class);

    assertThat(bench.listener.events()).isEmpty();
  }

  @Test
  void stagingThatCannotBeRemoved_isToldButTheCycleHasSucceeded() {
    StorageException failure = new StorageException("remove the staging file: no", false);
    bench.upstream.put(live(ORG, 1, 1));
    SyncPorts ports =
        new SyncPorts(
            bench.upstream,
            failingAtClose(failure),
            bench.replica.cursors(),
            bench.journal,
            bench.ledger,
            bench.memory);
    SyncReplica service =
        SyncReplica.of(bench.schema, ports, SyncPolicy.defaults(), bench.ambient(), bench.listener);

    assertThatThrownBy(() -> service.sync(Mode.FULL)).isSameAs(failure);

    assertThat(bench.replica.rows(ORG)).hasSize(1);
    assertThat(bench.lastRun().ended().orElseThrow().outcome()).isInstanceOf(Run.Succeeded.class);
    assertThat(bench.listener.events(SyncEvent.CycleFailed.class)).isEmpty();
  }

  private ReplicaStore failingAtClose(RuntimeException failure) {
    AtomicReference<Staging> real = new AtomicReference<>();
    InvocationHandler staging =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            throw failure;
          }
          return method.invoke(real.get(), arguments);
        };
    return (ReplicaStore)
        proxy(
            ReplicaStore.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("stage")) {
                real.set(bench.replica.stage(Mode.INCREMENTAL));
                return proxy(Staging.class, staging);
              }
              return method.getName().equals("apply")
                  ? bench.replica.apply(real.get(), (ApplyPlan) arguments[1])
                  : method.invoke(bench.replica, arguments);
            });
  }

  private static Object proxy(Class<?> port, InvocationHandler handler) {
    return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler);
  }

  private SyncJournal failingAt(String step, RuntimeException failure) {
    return (SyncJournal)
        Proxy.newProxyInstance(
            SyncJournal.class.getClassLoader(),
            new Class<?>[] {SyncJournal.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(step)) {
                throw failure;
              }
              return method.invoke(bench.journal, arguments);
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
