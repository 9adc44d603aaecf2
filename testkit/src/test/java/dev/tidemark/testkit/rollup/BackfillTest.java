package dev.tidemark.testkit.rollup;

import static dev.tidemark.testkit.rollup.RollupBench.days;
import static dev.tidemark.testkit.rollup.RollupBench.march;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.testkit.model.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filling a rollup part by part. */
final class BackfillTest {

  private static final BackfillRequest BY_DAY = BackfillRequest.by(RollupBench.POLICY);
  private static final BackfillRequest PAUSED = BY_DAY.in(Slice.DAY, RollupBench.PAUSE);
  private static final Instant FIRST = march(1).plus(Duration.ofHours(10));
  private static final Instant LAST = march(3).plus(Duration.ofHours(11));
  private static final Span SPAN = new Span(FIRST, LAST);
  private static final List<Span> PARTS =
      List.of(new Span(FIRST, march(2)), days(2, 3), new Span(march(3), LAST));

  private final RollupBench bench = RollupBench.captured();

  /** Three days of events, of each of which one is at a quarter past ten. */
  private static RollupBench threeDays(RollupBench bench) {
    bench.putAsTheyAre(
        event(1, 1), event(2, 2).provider("other"), event(3, 2), event(4, 3).model(null));
    return bench;
  }

  private static UsageEvent event(long id, int day) {
    return UsageEvent.of(id).when(march(day).plus(Duration.ofMinutes(615)));
  }

  @Test
  void backfill_neverFilled_computesAllAndIsComplete() {
    threeDays(bench);

    assertThat(bench.backfill()).isEqualTo(new Backfilled(SPAN, PARTS, 0, 4, false));

    bench.assertConverged();
    assertThat(bench.standing().isComplete()).isTrue();
    assertThat(bench.standing().walk()).isEmpty();
    assertThat(bench.standing().writer()).as("who has the lease").isEmpty();
  }

  @Test
  void backfill_tellsEachPartAndTheEnd() {
    threeDays(bench);

    Backfilled result = bench.backfill();

    assertThat(bench.told.events())
        .isEqualTo(
            List.of(
                part(0, 1, 1),
                part(1, 2, 2),
                part(2, 1, 3),
                new RollupEvent.Completed("usage_captured", "memory", result)));
  }

  private static RollupEvent part(int index, long cells, int done) {
    return new RollupEvent.PartComputed(
        "usage_captured", "memory", PARTS.get(index), cells, done, 3);
  }

  // scenario 14
  @Test
  void backfill_noEvents_isCompleteAtOnce() {
    Span nothing = new Span(Instant.EPOCH, Instant.EPOCH);

    assertThat(bench.backfill()).isEqualTo(new Backfilled(nothing, List.of(), 0, 0, false));

    assertThat(bench.standing().isComplete()).isTrue();
  }

  @Test
  void backfill_complete_doesNothing() {
    threeDays(bench).filled();
    List<String> steps = bench.steps();

    Backfilled result = bench.backfill();

    assertThat(result.computed()).isEmpty();
    assertThat(result.dry()).isFalse();
    assertThat(steps).doesNotContain("begin", "compute", "complete");
    assertThat(bench.told.events()).isEmpty();
  }

  @Test
  void backfill_afresh_computesAllOnceMore() {
    threeDays(bench).filled();
    bench.store.removeCell(bench.plan, bench.cells().get(0));

    assertThat(bench.rollup.backfill(BY_DAY.again()))
        .isEqualTo(new Backfilled(SPAN, PARTS, 0, 4, false));

    bench.assertConverged();
  }

  // scenario 15
  @Test
  void backfill_interruptedBetweenParts_theNextGoesOnBehindThem() {
    threeDays(bench);
    bench.onThe(1, "committed compute", () -> Thread.currentThread().interrupt());
    assertThatThrownBy(bench::backfill)
        .isInstanceOf(CancelledException.class)
        .hasMessage("work on rollup usage_captured: stopped");
    assertThat(bench.standing().isComplete()).isFalse();
    assertThat(bench.standing().walk().orElseThrow().done()).isEqualTo(PARTS.subList(0, 1));
    bench.store.comeBack();
    bench.told.clear();

    assertThat(bench.backfill()).isEqualTo(new Backfilled(SPAN, PARTS.subList(1, 3), 1, 3, false));

    assertThat(bench.told.events()).startsWith(part(1, 2, 2), part(2, 1, 3));
    bench.assertConverged();
    assertThat(bench.standing().isComplete()).isTrue();
  }

  // scenario 15
  @Test
  void backfill_interruptedWithinAPart_thatPartIsDoneByTheNext() {
    threeDays(bench);
    bench.onThe(2, "compute", () -> Thread.currentThread().interrupt());
    assertThatThrownBy(bench::backfill).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(bench.standing().writer()).as("who has the lease").isEmpty();

    assertThat(bench.backfill().computed()).isEqualTo(PARTS.subList(1, 3));

    bench.assertConverged();
  }

  // scenario 15
  @Test
  void backfill_partFailed_theNextGoesOnBehindWhatIsDone() {
    threeDays(bench);
    bench.onThe(
        2,
        "commit compute",
        () -> {
          throw new StorageException("full", false);
        });
    assertThatThrownBy(bench::backfill).hasMessage("full");
    assertThat(bench.standing().isComplete()).isFalse();

    assertThat(bench.backfill().skipped()).isEqualTo(1);

    bench.assertConverged();
  }

  // scenario 15
  @Test
  void backfill_killedBeforeItsEnd_theNextOnlyEndsIt() {
    threeDays(bench);
    bench.failAt("complete", new StorageException("full", false));
    assertThatThrownBy(bench::backfill).hasMessage("full");
    assertThat(bench.standing().isComplete()).isFalse();
    bench.store.comeBack();

    assertThat(bench.backfill()).isEqualTo(new Backfilled(SPAN, List.of(), 3, 0, false));

    assertThat(bench.standing().isComplete()).isTrue();
  }

  @Test
  void backfill_afreshBehindAnInterruptedOne_beginsAnew() {
    threeDays(bench);
    stopBehindTheFirstPart();

    assertThat(bench.rollup.backfill(BY_DAY.again()).computed()).isEqualTo(PARTS);
  }

  /** What was stopped while it was computed afresh goes on, although the rollup is complete. */
  @Test
  void backfill_interruptedAfresh_goesOnToo() {
    threeDays(bench).filled();
    bench.onThe(1, "committed compute", () -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> bench.rollup.backfill(BY_DAY.again()))
        .isInstanceOf(CancelledException.class);
    bench.store.comeBack();
    assertThat(bench.standing().isComplete()).isTrue();
    assertThat(bench.rollup.backfill(BY_DAY.dryRun()).computed()).isEqualTo(PARTS.subList(1, 3));

    assertThat(bench.backfill().computed()).isEqualTo(PARTS.subList(1, 3));
  }

  @Test
  void backfill_otherSlicesThanBefore_computesWhatIsNotWhollyDone() {
    threeDays(bench);
    stopBehindTheFirstPart();

    Backfilled result = bench.rollup.backfill(BY_DAY.in(Slice.MONTH, Duration.ZERO));

    assertThat(result).isEqualTo(new Backfilled(SPAN, List.of(SPAN), 0, 4, false));
  }

  private void stopBehindTheFirstPart() {
    bench.onThe(1, "committed compute", () -> Thread.currentThread().interrupt());
    assertThatThrownBy(bench::backfill).isInstanceOf(CancelledException.class);
    bench.store.comeBack();
  }

  @Test
  void dryRun_neverPrepared_saysThePartsAndChangesNothing() {
    threeDays(bench);
    RollupStanding before = bench.standing();
    List<String> steps = bench.steps();

    assertThat(bench.rollup.backfill(BY_DAY.dryRun()))
        .isEqualTo(new Backfilled(SPAN, PARTS, 0, 0, true));

    assertThat(steps).containsExactly("standing", "extent");
    assertThat(bench.standing()).isEqualTo(before);
    assertThat(bench.told.events()).isEmpty();
  }

  @Test
  void dryRun_interruptedBefore_saysWhatIsLeft() {
    threeDays(bench);
    stopBehindTheFirstPart();

    assertThat(bench.rollup.backfill(BY_DAY.dryRun()))
        .isEqualTo(new Backfilled(SPAN, PARTS.subList(1, 3), 1, 0, true));
    assertThat(bench.rollup.backfill(BY_DAY.dryRun().again()))
        .isEqualTo(new Backfilled(SPAN, PARTS, 0, 0, true));
  }

  @Test
  void dryRun_complete_saysNothingUnlessAfresh() {
    threeDays(bench).filled();

    assertThat(bench.rollup.backfill(BY_DAY.dryRun()).computed()).isEmpty();
    assertThat(bench.rollup.backfill(BY_DAY.dryRun().again()).computed()).isEqualTo(PARTS);
  }

  @Test
  void dryRun_noEvents_saysNothing() {
    assertThat(bench.rollup.backfill(BY_DAY.dryRun()).span().isEmpty()).isTrue();
  }

  @Test
  void pause_betweenParts_isWaitedUnderTheLease() {
    threeDays(bench);
    Instant began = bench.clock.instant();
    Rollup second = bench.another("second");
    bench.whilePausing =
        () -> {
          bench.scheduler.advance(RollupBench.PAUSE);
          assertThat(second.tick()).isInstanceOf(Tick.LockBusy.class);
        };

    bench.rollup.backfill(PAUSED);

    assertThat(bench.pauses).as("between three parts").hasSize(2);
    assertThat(bench.clock.instant()).isEqualTo(began.plus(RollupBench.PAUSE.multipliedBy(2)));
    bench.assertConverged();
  }

  @Test
  void pause_interrupted_endsTheBackfillAtOnce() {
    threeDays(bench);
    bench.whilePausing = () -> Thread.currentThread().interrupt();

    assertThatThrownBy(() -> bench.rollup.backfill(PAUSED))
        .isInstanceOf(CancelledException.class)
        .hasMessage("work on rollup usage_captured: stopped");

    assertThat(bench.scheduler.waiting()).isZero();
    assertThat(bench.standing().walk().orElseThrow().done()).isEqualTo(PARTS.subList(0, 1));
    assertThat(bench.standing().writer()).as("who has the lease").isEmpty();
  }

  @Test
  void backfill_otherIsAtIt_isRefusedWithWhoAndUntilWhen() {
    threeDays(bench);
    Rollup second = bench.another("second");
    bench.once(
        "begin",
        () ->
            assertThatThrownBy(() -> second.backfill(BY_DAY))
                .isInstanceOf(AlreadyRunningException.class)
                .hasMessage(
                    "write to rollup usage_captured in memory: first does so until 2026-03-05T10:01:00Z at least; wait for its end"));

    bench.backfill();

    assertThat(bench.standing().lockMisses()).isEqualTo(1);
  }

  /** What is written while it walks waits behind it, be it before or behind where it is. */
  @Test
  void backfill_writesMeanwhile_areTakenInByTheNextTick() {
    threeDays(bench);
    bench.onThe(2, "compute", () -> bench.putAsTheyAre(event(1, 1).input(99), event(9, 3)));

    bench.backfill();
    bench.ran();

    bench.assertConverged();
  }

  // scenario 12
  @Test
  void backfill_watermarkHalfAnHourOld_skipsNoEvent() {
    RollupBench byTime = threeDays(RollupBench.byTime()).filled();
    Watermark before = byTime.standing().watermark();
    byTime.clock.advance(Duration.ofMinutes(10));
    byTime.put(event(20, 4));
    byTime.clock.advance(Duration.ofMinutes(20));

    byTime.backfill();

    assertThat(byTime.standing().watermark()).as("not moved unprocessed").isEqualTo(before);
    byTime.ran();
    byTime.assertConverged();
  }

  /** Written behind the part, and old when the slow walk ends. */
  @Test
  void backfill_slowWalk_watermarkGoesWhereItBegan() {
    RollupBench byTime = threeDays(RollupBench.byTime());
    Instant began = byTime.clock.instant();
    byTime.onThe(
        3,
        "compute",
        () -> {
          byTime.put(event(1, 1).input(77));
          byTime.scheduler.advance(Duration.ofHours(2));
        });

    byTime.backfill();

    assertThat(byTime.standing().watermark())
        .isEqualTo(Watermark.at(began.minus(Duration.ofMinutes(5))));
    byTime.ran();
    byTime.assertConverged();
  }
}
