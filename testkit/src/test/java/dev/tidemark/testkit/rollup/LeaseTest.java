package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.RollupStanding.Writer;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.testkit.model.UsageEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One at a time works, and who has lost its lease stops and spoils nothing. */
final class LeaseTest {

  private static final Duration LONG = Duration.ofMinutes(30);

  private final RollupBench bench = RollupBench.captured().filled();
  private final Rollup second = bench.another("second");

  // scenario 9
  @Test
  void tick_twoAtOnce_oneRunsAndTheOtherIsCountedAsAMiss() {
    bench.put(UsageEvent.of(1));
    List<Tick> others = new ArrayList<>();
    bench.once("advance", () -> others.add(second.tick()));

    bench.ran();

    assertThat(others).singleElement().isInstanceOf(Tick.LockBusy.class);
    assertThat(bench.standing().lockMisses()).isEqualTo(1);
    bench.assertConverged();
  }

  // scenario 10
  @Test
  void tick_frozenAndOvertaken_isRefused() {
    bench.put(UsageEvent.of(1));
    bench.once("advance", this::frozenWhileSecondTicks);

    Tick tick = bench.tick();

    assertThat(((Tick.Failed) tick).reason()).contains("was taken over by second with 3");
    bench.assertConverged();
    assertThat(bench.told.events(RollupEvent.LeaseLost.class))
        .containsExactly(new RollupEvent.LeaseLost("usage_captured", "memory"));
  }

  private void frozenWhileSecondTicks() {
    bench.clock.advance(RollupBench.LEASE);
    assertThat(second.tick()).isInstanceOf(Tick.Ran.class);
  }

  // scenario 10
  @Test
  @Timeout(60)
  void tick_frozenAndOvertaken_isInterruptedWhereItIs() throws Exception {
    bench.put(UsageEvent.of(1));
    CountDownLatch frozen = new CountDownLatch(1);
    bench.once("advance", () -> blocked(frozen));
    Queue<Runnable> helpers = new ArrayDeque<>();
    Rollup first = bench.another("first", helpers::add);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Tick> tick = threads.submit(first::tick);
      frozen.await();
      bench.clock.advance(RollupBench.LEASE);
      Rollup thief = bench.another("second", helpers::add);
      bench.once("advance", () -> wakeThe(helpers, tick));
      assertThat(thief.tick()).isInstanceOf(Tick.Ran.class);

      assertThat(((Tick.Failed) tick.get()).reason())
          .isEqualTo(
              "work with lease 2 of first: another took it over, since this one was silent for longer than PT1M; what was not committed is given up");
      assertThat(threads.submit(Thread::interrupted).get()).as("interrupted behind it").isFalse();
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(bench.told.events(RollupEvent.LeaseLost.class)).hasSize(1);
    bench.assertConverged();
  }

  /** A statement that takes long, and that an interrupt ends. */
  private static void blocked(CountDownLatch frozen) {
    frozen.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new CancelledException("advance: stopped", e);
    }
  }

  /** The first one's renewal is asked for while the second one has the lease. */
  private void wakeThe(Queue<Runnable> helpers, Future<Tick> first) {
    bench.scheduler.advance(RollupBench.RENEWAL);
    helpers.remove().run();
    ended(first);
    assertThat(bench.standing().writer().map(Writer::name))
        .as("who has the lease when the first has ended")
        .contains("second");
  }

  private static void ended(Future<Tick> tick) {
    try {
      tick.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  // scenario 10
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void end_ofWhoWasOvertaken_leavesTheOthersLease(boolean noticed) {
    bench.put(UsageEvent.of(1));
    bench.once(
        "advance",
        () -> {
          bench.clock.advance(RollupBench.LEASE);
          bench.store.leases(bench.plan).acquire("thief", RollupBench.LEASE.multipliedBy(2));
          bench.scheduler.advance(noticed ? RollupBench.RENEWAL : Duration.ZERO);
        });

    assertThat(bench.tick()).isInstanceOf(Tick.Failed.class);

    assertThat(bench.standing().writer().map(Writer::name)).contains("thief");
    assertThat(Thread.interrupted()).isFalse();
    assertThat(bench.cells()).isEmpty();
  }

  /** What comes too late to end anything must not end what the thread does next. */
  @Test
  void lost_whenAllIsCommitted_endsNothing() {
    bench.put(UsageEvent.of(1));
    bench.once(
        "committed advance",
        () -> {
          bench.clock.advance(RollupBench.LEASE);
          second.tick();
          bench.scheduler.advance(RollupBench.RENEWAL);
          assertThat(Thread.currentThread().isInterrupted()).as("it is told").isTrue();
        });

    assertThat(bench.tick()).isInstanceOf(Tick.Ran.class);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void interrupted_bySomebodyElseWhenAllIsCommitted_staysInterrupted() {
    bench.once("committed advance", () -> Thread.currentThread().interrupt());

    bench.rollup.settle();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void renewed_whileWorkTakesLong_keepsTheLease() {
    bench.put(UsageEvent.of(1));
    bench.once(
        "advance",
        () -> {
          bench.scheduler.advance(LONG);
          assertThat(second.tick())
              .isEqualTo(new Tick.LockBusy("first", bench.clock.instant().plus(RollupBench.LEASE)));
        });

    assertThat(bench.tick()).isInstanceOf(Tick.Ran.class);
  }

  @Test
  void renewed_threeTimesAsOftenAsItMust() {
    List<String> steps = new ArrayList<>();
    bench.once(
        "advance",
        () -> {
          steps.addAll(bench.steps());
          List<String> meanwhile = bench.steps();
          bench.scheduler.advance(RollupBench.LEASE);
          steps.addAll(meanwhile);
        });

    bench.tick();

    assertThat(steps).filteredOn("renew"::equals).hasSize(3);
  }

  @Test
  void renewal_thatCannotBeAskedFor_isTriedAgain() {
    bench.once(
        "advance",
        () -> {
          bench.failAt("renew", new MirrorUnavailableException("away", null));
          bench.scheduler.advance(RollupBench.RENEWAL);
          bench.store.comeBack();
          bench.scheduler.advance(LONG);
          assertThat(second.tick()).isInstanceOf(Tick.LockBusy.class);
        });

    assertThat(bench.tick()).isEqualTo(new Tick.NothingDue());
  }

  @Test
  void renewal_whenAllIsDone_isNotWaitedForAnyMore() {
    bench.tick();

    assertThat(bench.scheduler.waiting()).isZero();
  }

  @Test
  void renewal_failsUntilTheEnd_leavesWhatIsCommittedASuccess() {
    bench.put(UsageEvent.of(1));
    bench.once(
        "advance",
        () -> {
          bench.failAt("renew", new MirrorUnavailableException("away", null));
          bench.scheduler.advance(LONG);
        });

    assertThat(bench.tick()).as("nobody took it over").isInstanceOf(Tick.Ran.class);
    bench.assertConverged();
  }

  @Test
  void release_fails_leavesASuccessASuccess() {
    bench.put(UsageEvent.of(1));
    bench.failAt("release", new StorageException("full", false));

    assertThat(bench.tick()).isInstanceOf(Tick.Ran.class);

    bench.store.comeBack();
    assertThat(bench.standing().lastFailure()).isEmpty();
    assertThat(second.tick()).isInstanceOf(Tick.LockBusy.class);
    bench.clock.advance(RollupBench.LEASE);
    assertThat(second.tick()).isEqualTo(new Tick.NothingDue());
  }

  // scenario 11
  @Test
  void killed_inTheMiddle_changesNothingAndTheLeaseEndsByItself() {
    bench.put(UsageEvent.of(1));
    RollupStanding before = bench.standing();
    bench.store.before(
        step -> {
          if (step.startsWith("commit advance") || step.startsWith("release")) {
            throw new IllegalStateException("killed");
          }
        });
    assertThatThrownBy(bench::tick).hasMessage("killed");
    bench.store.comeBack();

    assertThat(bench.cells()).isEmpty();
    assertThat(bench.standing().watermark()).isEqualTo(before.watermark());
    assertThat(bench.standing().queued()).isEqualTo(1);
    assertThat(second.tick()).isInstanceOf(Tick.LockBusy.class);

    bench.clock.advance(RollupBench.LEASE);
    assertThat(second.tick()).isInstanceOf(Tick.Ran.class);
    bench.assertConverged();
  }

  // scenario 10
  @Test
  void backfill_overtakenBetweenTwoParts_isFencedAndSaysSo() {
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when(RollupBench.march(3)));
    bench.onThe(
        2,
        "compute",
        () -> {
          bench.clock.advance(RollupBench.LEASE);
          assertThat(second.tick()).isInstanceOf(Tick.Ran.class);
          bench.scheduler.advance(RollupBench.RENEWAL);
        });

    assertThatThrownBy(() -> bench.rollup.backfill(BackfillRequest.by(RollupBench.POLICY).again()))
        .isInstanceOf(FencedException.class);

    assertThat(Thread.interrupted()).isFalse();
    assertThat(bench.told.events(RollupEvent.LeaseLost.class)).hasSize(1);
    assertThat(bench.standing().walk().orElseThrow().done())
        .containsExactly(new Span(RollupBench.at("2026-03-01T10:00:00Z"), RollupBench.march(2)));
  }
}
