package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.testkit.model.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tick does, says and stores. */
final class TickTest {

  private static final StorageException FULL = new StorageException("the disk is full", false);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RollupBench bench = RollupBench.captured().filled();

  @Test
  void tick_somethingChanged_ranAndTookItIn() {
    bench.put(UsageEvent.of(1));

    assertThat(bench.tick()).isEqualTo(new Tick.Ran(1, Watermark.NONE, Watermark.NONE, false));

    bench.assertConverged();
    assertThat(bench.standing().lastSuccess())
        .contains(new RollupStanding.Success(bench.clock.instant(), 1));
  }

  // scenarios 2 and 3
  @Test
  void tick_eventCorrectedAndThenRemoved_replacesTheCellAndThenRemovesIt() {
    bench.put(UsageEvent.of(1).input(10));
    bench.tick();
    bench.put(UsageEvent.of(1).input(4));
    assertThat(bench.ran().cells()).isEqualTo(1);
    bench.assertConverged();

    bench.remove(1);

    assertThat(bench.ran().cells()).isEqualTo(1);
    assertThat(bench.cells()).isEmpty();
  }

  @Test
  void tick_nothingChanged_nothingIsDue() {
    assertThat(bench.tick()).isEqualTo(new Tick.NothingDue());
  }

  @Test
  void tick_noteOfACellThatIsNotThere_ran() {
    bench.put(UsageEvent.of(1));
    bench.remove(1);

    assertThat(bench.tick()).isEqualTo(new Tick.Ran(0, Watermark.NONE, Watermark.NONE, false));
    assertThat(bench.standing().queued()).isZero();
  }

  @Test
  void tick_moreNotesThanAtOnce_saysThatMoreWaits() {
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when("11:15"), UsageEvent.of(3).when("12:15"));

    assertThat(bench.ran().more()).isTrue();
    assertThat(bench.cells()).hasSize(2);
    assertThat(bench.ran().more()).isFalse();
    bench.assertConverged();
  }

  @Test
  void tick_policyChanged_isAskedAnew() {
    bench.policy =
        new RollupPolicy(RollupBench.LEASE, 1, Slice.DAY, Duration.ZERO, 3, RollupBench.ALARM);
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when("11:15"));

    assertThat(bench.ran().cells()).isEqualTo(1);
  }

  @Test
  void tick_otherIsAtIt_busyWithWhoAndUntilWhen() {
    Rollup other = bench.another("second");
    bench.once("advance", () -> assertBusy(other.tick()));

    assertThat(bench.tick()).isEqualTo(new Tick.NothingDue());
  }

  private void assertBusy(Tick tick) {
    Instant until = bench.clock.instant().plus(RollupBench.LEASE);
    assertThat(tick).isEqualTo(new Tick.LockBusy("first", until));
  }

  @Test
  void tick_ended_leavesTheLeaseToOthers() {
    bench.tick();

    assertThat(bench.standing().writer()).isEmpty();
    assertThat(bench.another("second").tick()).isEqualTo(new Tick.NothingDue());
  }

  // scenario 11
  @Test
  void tick_failsAtTheCommit_changesNothingButTheStoredReason() {
    bench.put(UsageEvent.of(1));
    bench.failAt("commit advance", FULL);

    assertThat(bench.tick()).isEqualTo(new Tick.Failed("the disk is full"));

    assertThat(bench.cells()).isEmpty();
    assertThat(bench.standing().queued()).isEqualTo(1);
    assertThat(bench.standing().isFailing()).isTrue();
    assertThat(bench.standing().lastFailure())
        .contains(new RollupStanding.Failure(bench.clock.instant(), "the disk is full"));
    assertThat(bench.standing().writer()).as("who has the lease").isEmpty();
  }

  @Test
  void tick_storeAway_saysWhyAlthoughItCannotBeStored() {
    bench.store.goAway();

    assertThat(bench.tick())
        .isEqualTo(new Tick.Failed("prepare usage_captured at memory: nobody answers"));

    bench.store.comeBack();
    assertThat(bench.standing().lastFailure()).isEmpty();
  }

  @Test
  void tick_storingTheReasonFailsToo_saysWhatFailedFirst() {
    bench.store.before(
        step -> {
          if (step.startsWith("advance") || step.startsWith("failed")) {
            throw new StorageException("no " + step, false);
          }
        });

    assertThat(bench.tick()).isEqualTo(new Tick.Failed("no advance usage_captured"));
  }

  @Test
  void tick_goesWellBehindAFailure_isNotFailingAnyMore() {
    bench.failAt("advance", FULL);
    bench.tick();
    bench.store.comeBack();
    bench.clock.advance(SECOND);

    assertThat(bench.tick()).isEqualTo(new Tick.NothingDue());

    assertThat(bench.standing().isFailing()).isFalse();
    assertThat(bench.standing().lastFailure()).as("it is not erased").isPresent();
  }

  /** Or a tick would be called a failure that changed nothing, and did. */
  @Test
  void tick_cannotSayHowItStands_isWhatItWasAndStoresTheReason() {
    bench.put(UsageEvent.of(1));
    bench.failAt("standing", FULL);

    assertThat(bench.tick()).isInstanceOf(Tick.Ran.class);

    bench.store.comeBack();
    bench.assertConverged();
    assertThat(bench.standing().lastFailure().orElseThrow().reason()).isEqualTo("the disk is full");
    assertThat(bench.told.events(RollupEvent.Ticked.class)).hasSize(1);
  }

  @Test
  void tick_interruptedWhileItAdvances_isCancelledAndChangesNothing() {
    bench.put(UsageEvent.of(1));
    bench.once("advance", () -> Thread.currentThread().interrupt());

    assertThatThrownBy(bench::tick).isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).as("the interrupt is left to the caller").isTrue();
    assertThat(bench.cells()).isEmpty();
    assertThat(bench.standing().lastFailure()).isEmpty();
    assertThat(bench.told.events()).isEmpty();
    assertThat(bench.standing().writer()).as("who has the lease").isEmpty();
  }

  @Test
  void tick_interruptedWhileItAsksHowItStands_isCancelledAndStoresNoFailure() {
    bench.failAt("standing", new CancelledException("stopped"));

    assertThatThrownBy(bench::tick).isInstanceOf(CancelledException.class);

    bench.store.comeBack();
    assertThat(bench.standing().lastFailure()).isEmpty();
  }

  @Test
  void tick_faultOfTheProgram_isThrownAndEndsTheLease() {
    bench.failAt("advance", new IllegalStateException("a fault"));

    assertThatThrownBy(bench::tick).hasMessage("a fault");

    assertThat(bench.standing().writer()).isEmpty();
  }

  @Test
  void tick_ended_tellsHowItStandsAndHowItWent() {
    bench.put(UsageEvent.of(1));
    bench.once("advance", () -> bench.clock.advance(SECOND));

    Tick tick = bench.tick();

    assertThat(bench.told.events())
        .isEqualTo(
            List.of(
                new RollupEvent.Stood("usage_captured", "memory", bench.standing()),
                new RollupEvent.Ticked("usage_captured", "memory", tick, SECOND)));
  }

  @Test
  void tick_clockSetBack_tookNoNegativeTime() {
    bench.once("advance", () -> bench.clock.advance(SECOND.negated()));

    bench.tick();

    assertThat(bench.told.events(RollupEvent.Ticked.class).get(0).took()).isZero();
  }

  @Test
  void tick_failed_tellsThatAlone() {
    bench.failAt("advance", FULL);

    Tick tick = bench.tick();

    assertThat(bench.told.events())
        .isEqualTo(
            List.of(new RollupEvent.Ticked("usage_captured", "memory", tick, Duration.ZERO)));
  }

  // scenario 6
  @Test
  void tick_daysBehind_catchesUpADayAtATimeToTheHorizon() {
    RollupBench byTime = RollupBench.byTime().filled();
    Instant start = byTime.clock.instant().minus(Duration.ofMinutes(5));
    byTime.clock.advance(Duration.ofDays(2).plusHours(1));

    assertThat(byTime.ran().to()).isEqualTo(Watermark.at(start.plus(Duration.ofDays(1))));
    assertThat(byTime.ran())
        .isEqualTo(
            new Tick.Ran(
                0,
                Watermark.at(start.plus(Duration.ofDays(1))),
                Watermark.at(start.plus(Duration.ofDays(2))),
                true));
    assertThat(byTime.tick()).isEqualTo(new Tick.NothingDue());
    assertThat(byTime.standing().watermark())
        .isEqualTo(Watermark.at(byTime.clock.instant().minus(Duration.ofMinutes(5))));
  }

  // scenario 11
  @Test
  void tick_failsAtTheCommit_watermarkStaysUntilTheNext() {
    RollupBench byTime = RollupBench.byTime().filled();
    byTime.put(UsageEvent.of(1));
    byTime.clock.advance(Duration.ofMinutes(10));
    Watermark before = byTime.standing().watermark();
    byTime.failAt("commit advance", FULL);
    byTime.tick();
    assertThat(byTime.standing().watermark()).isEqualTo(before);

    byTime.store.comeBack();

    assertThat(byTime.ran().from()).isEqualTo(before);
    byTime.assertConverged();
  }
}
