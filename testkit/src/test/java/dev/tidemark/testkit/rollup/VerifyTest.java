package dev.tidemark.testkit.rollup;

import static dev.tidemark.testkit.rollup.RollupBench.march;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Verified;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.model.UsageEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cells are compared with their events, and what differs is computed anew. */
final class VerifyTest {

  private final RollupBench bench = RollupBench.captured();

  /** One cell an hour, from midnight on, for so many hours. */
  private RollupBench hours(int hours) {
    for (int i = 0; i < hours; i++) {
      bench.putAsTheyAre(UsageEvent.of(i).when(march(1).plus(Duration.ofHours(i))));
    }
    bench.filled();
    bench.policy = withSample(3, 1_000);
    bench.rollup.settle();
    return bench;
  }

  private static RollupPolicy withSample(int sample, int notes) {
    return new RollupPolicy(
        RollupBench.LEASE, notes, Slice.DAY, Duration.ZERO, sample, RollupBench.ALARM);
  }

  /** So many cells, from the first on, lose what they add up. */
  private List<RollupCell> damage(int cells) {
    List<RollupCell> some = bench.cells().subList(0, cells);
    some.forEach(cell -> bench.store.removeCell(bench.plan, cell));
    return some;
  }

  @Test
  void verify_neverFilled_isRefused() {
    bench.put(UsageEvent.of(1));

    assertThatThrownBy(() -> bench.rollup.verify(true))
        .isInstanceOf(RollupIncompleteException.class)
        .hasMessage(
            "rely on rollup usage_captured in memory: it was never filled, or not since its triggers were made anew; run \"tidemark rollup backfill usage_captured\" first");
  }

  @Test
  void verify_triggerDropped_isRefused() {
    hours(1);
    bench.store.drop(bench.plan, Part.JOINED_TRIGGER);

    assertThatThrownBy(() -> bench.rollup.verify(false))
        .isInstanceOf(RollupIncompleteException.class);
  }

  @Test
  void verify_noEvents_comparesNothing() {
    bench.filled();

    assertThat(bench.rollup.verify(false)).isEqualTo(new Verified(0, 0, 0, List.of(), false));
    assertThat(bench.rollup.verify(true)).isEqualTo(new Verified(0, 0, 0, List.of(), false));
  }

  @Test
  void verify_allAndAllIsRight_comparesEveryCellBySlices() {
    hours(50);
    List<String> steps = bench.steps();

    Verified found = bench.rollup.verify(true);

    assertThat(found).isEqualTo(new Verified(50, 50, 0, List.of(), false));
    assertThat(steps).filteredOn("compare"::equals).as("days").hasSize(3);
    assertThat(steps).as("no lease is needed").doesNotContain("acquire");
    assertThat(bench.told.events())
        .isEqualTo(List.of(new RollupEvent.Checked("usage_captured", "memory", found)));
  }

  @Test
  void verify_dayBuckets_areCountedAsDays() {
    RollupBench days = RollupBench.of(RollupBench.perDay());
    days.putAsTheyAre(UsageEvent.of(1), UsageEvent.of(2).when(march(10)));
    days.filled();

    assertThat(days.rollup.verify(true).buckets()).as("empty ones too").isEqualTo(10);
    assertThat(days.rollup.verify(false).buckets()).isBetween(1L, 3L);
  }

  @Test
  void verify_sample_comparesSomeBucketsAndTheLast() {
    hours(50);
    bench.store.removeCell(bench.plan, bench.cells().get(49));

    Verified found = bench.rollup.verify(false);

    assertThat(found.buckets()).isEqualTo(3);
    assertThat(found.cells()).isEqualTo(3);
    assertThat(found.mismatches()).as("the last is among them").isEqualTo(1);
  }

  @Test
  void verify_samples_comeOverAllBuckets() {
    hours(5);
    List<RollupCell> before = bench.cells();
    damage(4);

    for (int i = 0; i < 50; i++) {
      bench.rollup.verify(false);
    }

    assertThat(bench.cells()).isEqualTo(before);
  }

  @Test
  void verify_sampleOfOne_isTheLast() {
    hours(5);
    bench.policy = withSample(1, 1_000);
    damage(4);

    assertThat(bench.rollup.verify(false)).isEqualTo(new Verified(1, 1, 0, List.of(), false));
  }

  @Test
  void verify_someDiffer_areCountedToldAndRepaired() {
    hours(30);
    List<RollupCell> damaged = damage(7);

    Verified found = bench.rollup.verify(true);

    assertThat(found).isEqualTo(new Verified(30, 30, 7, damaged.subList(0, 5), true));
    assertThat(bench.standing().mismatches()).isEqualTo(7);
    bench.assertConverged();
    assertThat(bench.told.events(RollupEvent.Checked.class))
        .containsExactly(new RollupEvent.Checked("usage_captured", "memory", found));
  }

  @Test
  void verify_moreDifferThanAreTakenInAtOnce_areAllRepaired() {
    hours(30);
    bench.policy = withSample(3, 2);
    damage(7);

    assertThat(bench.rollup.verify(true).repaired()).isTrue();

    bench.assertConverged();
  }

  /** Shown are those of the first slices, five in all. */
  @Test
  void verify_differOverSlices_showsTheFirstFive() {
    hours(50);
    List<RollupCell> cells = bench.cells();
    List.of(0, 1, 2, 24, 25, 26, 27)
        .forEach(each -> bench.store.removeCell(bench.plan, cells.get(each)));

    assertThat(bench.rollup.verify(true).some())
        .isEqualTo(List.of(0, 1, 2, 24, 25).stream().map(cells::get).toList());
  }

  // scenario 8
  @Test
  void verify_committedWithATimeBehindTheWatermark_isFound() {
    RollupBench byTime = RollupBench.byTime().filled();
    byTime.putAsTheyAre(
        UsageEvent.of(1).changed(byTime.clock.instant().minus(Duration.ofHours(1))));
    byTime.tick();
    assertThat(byTime.cells()).as("invisible to the watermark").isEmpty();

    assertThat(byTime.rollup.verify(true).mismatches()).isEqualTo(1);

    byTime.assertConverged();
  }

  @Test
  void verify_otherIsAtIt_leavesTheRepairToIt() {
    hours(3);
    damage(1);
    Rollup second = bench.another("second");
    Verified[] found = new Verified[1];
    bench.once("advance", () -> found[0] = second.verify(true));

    bench.tick();

    assertThat(found[0].mismatches()).isEqualTo(1);
    assertThat(found[0].repaired()).isFalse();
    assertThat(bench.told.events(RollupEvent.Checked.class)).hasSize(1);
    bench.assertConverged();
  }

  @Test
  void verify_repairFails_tellsWhatItFoundAndFails() {
    hours(3);
    damage(1);
    bench.failAt("advance", new StorageException("full", false));

    assertThatThrownBy(() -> bench.rollup.verify(true)).hasMessage("full");

    assertThat(bench.told.events(RollupEvent.Checked.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.result().mismatches()).isEqualTo(1);
              assertThat(event.result().repaired()).isFalse();
            });
    bench.store.comeBack();
    bench.tick();
    bench.assertConverged();
  }

  @Test
  void verify_interruptedBetweenSlices_isCancelled() {
    hours(50);
    bench.once("committed compare", () -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> bench.rollup.verify(true))
        .isInstanceOf(CancelledException.class)
        .hasMessage("work on rollup usage_captured: stopped");
  }

  /** A change that waits is no mismatch. */
  @Test
  void verify_changeWaits_isNotCompared() {
    hours(3);
    bench.put(UsageEvent.of(1).input(77));

    assertThat(bench.rollup.verify(true).mismatches()).isZero();
  }
}
