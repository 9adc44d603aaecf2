package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backfill proves part by part that it is done, and nothing is skipped by what ends it. */
public interface RollupWalkContract extends RollupFixture {

  @ParameterizedTest
  @EnumSource
  default void extent_events_isFromTheFirstBucketToTheLast(UsageRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.source().putAll(UsageSchema.PARENTS);
      assertThat(rolled.walks().extent()).isEmpty();

      rolled.put(
          event(1).when("10:15"),
          event(2).when("13:00"),
          event(3).when((Instant) null),
          event(4).when("08:59"));

      assertThat(rolled.walks().extent()).contains(span("08:00", "14:00"));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void walk_overHistory_fillsAllAndIsComplete(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      Walk walk = rolled.walks().begin(rolled.lease(), false);
      assertThat(walk.span()).isEqualTo(span("08:00", "14:00"));
      assertThat(walk.done()).isEmpty();

      assertThat(rolled.walks().compute(rolled.lease(), span("08:00", "11:00"))).isEqualTo(2);
      assertThat(rolled.standing().isComplete()).isFalse();
      assertThat(rolled.walks().compute(rolled.lease(), span("11:00", "14:00"))).isEqualTo(2);
      assertThat(rolled.standing().walk().orElseThrow().isDone()).isTrue();
      rolled.walks().complete(rolled.lease());

      assertThat(rolled.standing().completeSince()).isPresent();
      assertThat(rolled.standing().walk()).isEmpty();
      rolled.assertConverged();
    }
  }

  /** Also of what was written long before anybody thought of a rollup. */
  @ParameterizedTest
  @EnumSource
  default void walk_overWhatWasThereBefore_fillsAll(UsageRollup rollup) {
    RollupPlace place = newPlace();
    place.source().putAll(UsageSchema.PARENTS);
    place.source().put(UsageEvent.of(1).row());
    place.source().put(UsageEvent.of(2).task(2L).changed(UsageEvent.at("10:20")).row());
    RollupFixture there = () -> place;
    try (Rolled rolled = Rolled.prepared(there, rollup.plan())) {
      rolled.fill();

      assertThat(rolled.cells()).hasSize(2);
      rolled.assertConverged();
    }
  }

  // scenario 14
  @ParameterizedTest
  @EnumSource
  default void walk_overNothing_isDoneAtOnceAndMissesNothingLater(UsageRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.source().putAll(UsageSchema.PARENTS);
      Walk walk = rolled.walks().begin(rolled.lease(), false);
      assertThat(walk.span().isEmpty()).isTrue();
      assertThat(walk.isDone()).isTrue();

      rolled.walks().complete(rolled.lease());
      assertThat(rolled.standing().isComplete()).isTrue();

      rolled.put(event(1));
      rolled.settle();
      rolled.assertColumn("events", 1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void walk_overAnEmptyLog_missesNothingLater(LogRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.fill();
      assertThat(rolled.standing().isComplete()).isTrue();

      rolled.put(LogEvent.of(1));
      rolled.settle();
      rolled.assertColumn("events", 1L);
    }
  }

  // scenario 15
  @ParameterizedTest
  @EnumSource
  default void begin_afterAnInterruption_goesOnWhereItWas(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      Walk begun = rolled.walks().begin(rolled.lease(), false);
      rolled.walks().compute(rolled.lease(), span("08:00", "11:00"));
      rolled.leases().release(rolled.lease());
      rolled.put(event(9).when("20:15"));

      Rolled next = rolled.beside(rollup.plan());
      Walk resumed = next.walks().begin(next.lease(), false);

      assertThat(resumed.span()).isEqualTo(begun.span());
      assertThat(resumed.stamp()).isEqualTo(begun.stamp());
      assertThat(resumed.done()).containsExactly(span("08:00", "11:00"));
      assertThat(next.standing().walk()).contains(resumed);
      next.walks().compute(next.lease(), span("11:00", "14:00"));
      next.walks().complete(next.lease());
      next.settle();
      next.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void begin_afresh_forgetsWhatWasDone(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.walks().begin(rolled.lease(), false);
      rolled.walks().compute(rolled.lease(), span("08:00", "14:00"));
      rolled.put(event(9).when("20:15"));

      Walk afresh = rolled.walks().begin(rolled.lease(), true);

      assertThat(afresh.span()).isEqualTo(span("08:00", "21:00"));
      assertThat(afresh.done()).isEmpty();
      assertThat(rolled.standing().walk()).contains(afresh);
      assertRefused(rolled);
    }
  }

  // scenario 15
  @ParameterizedTest
  @EnumSource
  default void complete_whileAPartIsMissing_isRefusedAndChangesNothing(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.walks().begin(rolled.lease(), false);
      assertRefused(rolled);

      rolled.walks().compute(rolled.lease(), span("08:00", "10:00"));
      rolled.walks().compute(rolled.lease(), span("11:00", "14:00"));
      assertRefused(rolled);

      rolled.walks().compute(rolled.lease(), span("10:00", "11:00"));
      rolled.walks().complete(rolled.lease());
      assertThat(rolled.standing().isComplete()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compute_again_changesNothing(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.walks().begin(rolled.lease(), false);
      long first = rolled.walks().compute(rolled.lease(), span("08:00", "14:00"));
      List<RollupCell> cells = rolled.cells();

      assertThat(rolled.walks().compute(rolled.lease(), span("08:00", "14:00"))).isEqualTo(first);

      assertThat(rolled.cells()).isEqualTo(cells).hasSize(4);
    }
  }

  /** It is computed anew, whatever was there, and what is outside of it stays. */
  @ParameterizedTest
  @EnumSource
  default void compute_part_replacesAllOfItAndNothingElse(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.fill();
      List<RollupCell> cells = rolled.cells();
      RollupCell outside = rolled.with(cells.get(0), "input", 999L);
      rolled.place().putCell(rolled.plan(), outside);
      rolled.place().putCell(rolled.plan(), rolled.with(cells.get(1), "input", 999L));
      rolled.place().removeCell(rolled.plan(), cells.get(2));
      RollupCell surplus =
          new RollupCell(UsageEvent.at("13:00"), cells.get(3).keys(), cells.get(3).measures());
      rolled.place().removeCell(rolled.plan(), cells.get(3));
      rolled.place().putCell(rolled.plan(), surplus);

      rolled.walks().begin(rolled.lease(), false);
      rolled.walks().compute(rolled.lease(), span("10:00", "14:00"));

      assertThat(rolled.cells().get(0)).isEqualTo(outside);
      assertThat(rolled.cells().subList(1, 4)).isEqualTo(cells.subList(1, 4));
      assertThat(rolled.cells()).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compute_sumThatIsTooGreat_isRefusedAndThePartIsNotDone(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.put(event(8).input(Long.MAX_VALUE).when("13:15"));
      rolled.put(event(9).input(Long.MAX_VALUE).when("13:15"));
      rolled.walks().begin(rolled.lease(), false);

      assertThatThrownBy(() -> rolled.walks().compute(rolled.lease(), span("08:00", "14:00")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(rolled.plan().name());

      assertThat(rolled.cells()).isEmpty();
      assertThat(rolled.standing().walk().orElseThrow().done()).isEmpty();
    }
  }

  /** What is written to a part that is done already, or outside of all. */
  @ParameterizedTest
  @EnumSource
  default void walk_eventsThatComeMeanwhile_areTakenInAfterwards(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.walks().begin(rolled.lease(), false);
      rolled.walks().compute(rolled.lease(), span("08:00", "11:00"));
      rolled.put(event(11).when("10:20"), event(12).when("13:20"), event(13).when("23:59"));
      rolled.put(event(14).when(Instant.parse("2020-01-01T00:00:00Z")));
      rolled.put(event(1).input(4));
      rolled.remove(UsageSchema.USAGE, 2L);
      rolled.put(UsageSchema.issue(2, 1));

      rolled.walks().compute(rolled.lease(), span("11:00", "14:00"));
      rolled.walks().complete(rolled.lease());
      rolled.settle();

      rolled.assertConverged();
    }
  }

  // scenario 12
  @ParameterizedTest
  @EnumSource
  default void walk_thatTookLong_skipsNothingThatCameMeanwhile(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.walks().begin(rolled.lease(), false);
      rolled.walks().compute(rolled.lease(), span("08:00", "14:00"));
      rolled.put(event(11).when("10:20"));
      rolled.place().age(Duration.ofHours(3));
      rolled.put(event(12).when("10:20"));
      rolled.place().age(Duration.ofHours(3));

      rolled.walks().complete(rolled.lease());
      rolled.pass();

      rolled.assertConverged();
    }
  }

  // scenario 12
  @ParameterizedTest
  @EnumSource
  default void walk_overWhatIsHalfAnHourBehind_skipsNothing(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1));
      rolled.pass();
      rolled.put(event(2), event(3).when("20:00"));
      rolled.place().age(Duration.ofMinutes(30));
      rolled.put(event(4), event(1).provider("other"));

      rolled.fill();
      rolled.settle();

      rolled.assertConverged();
    }
  }

  /** It is where the walk began, not where it ended. */
  @Test
  default void complete_byTime_movesTheWatermarkToWhereTheWalkBegan() {
    try (Rolled rolled = Rolled.prepared(this, UsageRollup.BY_TIME.plan())) {
      Walk walk = rolled.walks().begin(rolled.lease(), false);
      Duration lag = RollupWindowContract.LAG;
      assertThat(Duration.between(walk.stamp().time().orElseThrow(), rolled.now()))
          .isBetween(lag.minusSeconds(1), lag.plus(RollupWindowContract.TOLERANCE));
      rolled.place().age(Duration.ofHours(1));

      rolled.walks().complete(rolled.lease());

      Instant watermark = rolled.standing().watermark().time().orElseThrow();
      assertThat(Duration.between(watermark, rolled.now())).isGreaterThan(Duration.ofHours(1));
    }
  }

  /** What ticks have taken in meanwhile is not taken in once more. */
  @Test
  default void complete_watermarkThatIsFarther_staysWhereItIs() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.BY_TIME.plan())) {
      rolled.walks().begin(rolled.lease(), false);
      rolled.place().age(Duration.ofHours(1));
      rolled.advance();
      Watermark farther = rolled.standing().watermark();

      rolled.walks().complete(rolled.lease());

      assertThat(rolled.standing().watermark()).isEqualTo(farther);
    }
  }

  @Test
  default void complete_bySequence_movesTheWatermarkToTheLastNumberOfTheBeginning() {
    try (Rolled rolled = Rolled.prepared(this, LogRollup.BY_SEQUENCE.plan())) {
      rolled.put(LogEvent.of(3), LogEvent.of(7));
      Walk walk = rolled.walks().begin(rolled.lease(), false);
      assertThat(walk.stamp()).isEqualTo(Watermark.at(7));
      rolled.put(LogEvent.of(8));

      rolled.walks().compute(rolled.lease(), walk.span());
      rolled.walks().complete(rolled.lease());

      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.at(7));
      rolled.settle();
      rolled.assertConverged();
    }
  }

  /** Notes are about what the walk may not have seen. */
  @ParameterizedTest
  @EnumSource
  default void compute_notesThatWait_stay(UsageRollup rollup) {
    try (Rolled rolled = history(rollup)) {
      rolled.remove(UsageSchema.USAGE, 1L);
      long queued = rolled.standing().queued();

      rolled.walks().begin(rolled.lease(), false);
      rolled.walks().compute(rolled.lease(), span("08:00", "14:00"));

      assertThat(rolled.standing().queued()).isEqualTo(queued).isPositive();
    }
  }

  /** Four cells from 8 to 14 o'clock, which nobody has computed. */
  private Rolled history(UsageRollup rollup) {
    Rolled rolled = Rolled.prepared(this, rollup.plan());
    rolled.source().putAll(UsageSchema.PARENTS);
    rolled.put(
        event(1).when("08:30"),
        event(2).when("08:31"),
        event(3).when("10:15").task(2L),
        event(4).when("11:00"),
        event(5).when("13:59"));
    return rolled;
  }

  private static void assertRefused(Rolled rolled) {
    Watermark before = rolled.standing().watermark();
    assertThatThrownBy(() -> rolled.walks().complete(rolled.lease()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(rolled.plan().name());
    assertThat(rolled.standing().isComplete()).isFalse();
    assertThat(rolled.standing().walk()).isPresent();
    assertThat(rolled.standing().watermark()).isEqualTo(before);
  }

  private static UsageEvent event(long id) {
    return UsageEvent.of(id).task(1L);
  }

  private static Span span(String from, String to) {
    return new Span(UsageEvent.at(from), UsageEvent.at(to));
  }
}
