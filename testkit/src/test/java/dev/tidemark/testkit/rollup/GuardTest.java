package dev.tidemark.testkit.rollup;

import static dev.tidemark.testkit.rollup.RollupBench.march;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.model.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is asked before anything is removed from a source. */
final class GuardTest {

  private static final Duration LAG = Duration.ofMinutes(5);
  private static final String FIRST = "; run \"tidemark rollup backfill %s\" first";

  private final RollupBench bench = RollupBench.captured();
  private final RollupBench byTime = RollupBench.byTime();

  // scenario 13
  @Test
  void requireSettled_neverFilled_refusesWithTheCommand() {
    bench.put(UsageEvent.of(1));

    assertRefused(bench, "it was never filled");
  }

  // scenario 14
  @Test
  void requireSettled_neverFilledAndNoEvents_passes() {
    assertPasses(bench);
  }

  // scenario 15
  @Test
  void requireSettled_backfillInterrupted_refusesUntilItHasEnded() {
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when(march(3)));
    bench.once("committed compute", () -> Thread.currentThread().interrupt());
    assertThatThrownBy(bench::backfill).isInstanceOf(CancelledException.class);
    bench.store.comeBack();

    assertRefused(
        bench,
        "its backfill has not ended, of 2026-03-01T10:00:00Z to 2026-03-03T01:00:00Z only [2026-03-01T10:00:00Z to 2026-03-02T00:00:00Z] is done");

    bench.backfill();
    bench.rollup.settle();
    assertPasses(bench);
  }

  @Test
  void requireSettled_changeIsNotTakenIn_refusesUntilItIs() {
    bench.filled();
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when("11:15"));

    assertRefused(bench, "2 of its cells are not what their events add up to now");

    bench.tick();
    assertPasses(bench);
  }

  /** An hour old is not taken in: a threshold would let it go. */
  @Test
  void requireSettled_youngChangeByTime_refusesUntilSettled() {
    byTime.filled();
    byTime.put(UsageEvent.of(1));

    assertRefused(byTime, "1 of its cells are not what their events add up to now");

    byTime.rollup.settle();
    assertPasses(byTime);
  }

  @Test
  void requireSettled_triggerDropped_refuses() {
    bench.put(UsageEvent.of(1));
    bench.filled();
    bench.rollup.settle();
    assertPasses(bench);

    bench.store.drop(bench.plan, Part.SOURCE_TRIGGER);

    assertRefused(bench, "it was never filled");
  }

  private static void assertPasses(RollupBench bench) {
    assertThatCode(bench.rollup::requireSettled).doesNotThrowAnyException();
  }

  private static void assertRefused(RollupBench bench, String why) {
    String name = bench.plan.name();
    assertThatThrownBy(bench.rollup::requireSettled)
        .isInstanceOf(RollupIncompleteException.class)
        .hasMessage("rely on rollup " + name + " in memory: " + why + FIRST.formatted(name));
  }

  // scenario 12
  @Test
  void settle_youngChange_isTakenInAndTheWatermarkStaysAtTheHorizon() {
    byTime.filled();
    byTime.clock.advance(Duration.ofMinutes(1));
    byTime.put(UsageEvent.of(1));
    Instant written = byTime.clock.instant();

    byTime.rollup.settle();

    byTime.assertConverged();
    assertThat(byTime.standing().watermark()).isEqualTo(Watermark.at(written.minus(LAG)));
  }

  /** What commits late, with a time that was taken in young, is found by the next tick. */
  @Test
  void settle_olderWriteCommitsBehindIt_isStillTakenIn() {
    byTime.filled();
    byTime.put(UsageEvent.of(1));
    Instant began = byTime.clock.instant();
    byTime.clock.advance(Duration.ofMinutes(1));
    byTime.rollup.settle();
    byTime.putAsTheyAre(UsageEvent.of(2).changed(began));

    byTime.clock.advance(Duration.ofMinutes(10));
    byTime.ran();

    byTime.assertConverged();
  }

  @Test
  void settle_moreThanAtOnce_takesInAll() {
    bench.filled();
    bench.put(
        UsageEvent.of(1),
        UsageEvent.of(2).when("11:15"),
        UsageEvent.of(3).when("12:15"),
        UsageEvent.of(4).when("13:15"),
        UsageEvent.of(5).when("14:15"));

    bench.rollup.settle();

    bench.assertConverged();
    assertThat(bench.standing().queued()).isZero();
  }

  @Test
  void settle_interruptedBetweenTwoTurns_keepsWhatIsTakenIn() {
    bench.filled();
    bench.put(UsageEvent.of(1), UsageEvent.of(2).when("11:15"), UsageEvent.of(3).when("12:15"));
    bench.once("committed advance", () -> Thread.currentThread().interrupt());

    assertThatThrownBy(bench.rollup::settle)
        .isInstanceOf(CancelledException.class)
        .hasMessage("work on rollup usage_captured: stopped");

    assertThat(bench.standing().queued()).isEqualTo(1);
    assertThat(bench.standing().writer()).as("who has the lease").isEmpty();
  }

  @Test
  void settle_otherIsAtIt_isRefused() {
    bench.filled();
    Rollup second = bench.another("second");
    bench.once(
        "advance",
        () ->
            assertThatThrownBy(second::settle)
                .isInstanceOf(AlreadyRunningException.class)
                .hasMessageContaining("first does so until"));

    bench.rollup.settle();

    assertThat(bench.standing().lockMisses()).isEqualTo(1);
  }

  @Test
  void settle_overtaken_isFenced() {
    bench.filled();
    bench.once(
        "advance",
        () -> {
          bench.clock.advance(RollupBench.LEASE);
          bench.another("second").tick();
        });

    assertThatThrownBy(bench.rollup::settle).isInstanceOf(FencedException.class);
  }

  /** Each in turn, with a change in every stretch that a step could pass over. */
  @Test
  void watermark_whateverMovesIt_passesNothingThatWasNotTakenIn() {
    byTime.filled();
    byTime.put(UsageEvent.of(1));
    byTime.clock.advance(Duration.ofMinutes(30));
    byTime.backfill();
    byTime.put(UsageEvent.of(2).when("11:15"));
    byTime.clock.advance(Duration.ofMinutes(4));
    byTime.rollup.settle();
    byTime.put(UsageEvent.of(3).when("12:15"));
    byTime.once("compute", () -> byTime.put(UsageEvent.of(1).input(5)));
    byTime.rollup.backfill(BackfillRequest.by(byTime.policy).again());
    byTime.clock.advance(Duration.ofMinutes(3));
    byTime.rollup.verify(true);
    byTime.tick();
    byTime.put(UsageEvent.of(4).when("13:15"));
    byTime.clock.advance(Duration.ofMinutes(10));

    byTime.tick();

    byTime.assertConverged();
    assertThat(byTime.rollup.verify(true).mismatches()).isZero();
  }
}
