package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupTable.Advanced;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The watermark moves with what was taken in, and never past anything else. */
public interface RollupWindowContract extends RollupFixture {

  /** As {@link UsageRollup#BY_TIME} has it. */
  Duration LAG = Duration.ofMinutes(5);

  /** How far a real clock gets within a test. */
  Duration TOLERANCE = Duration.ofMinutes(2);

  @Test
  default void advance_eventYoungerThanTheLag_waitsUntilItIsOld() {
    try (Rolled rolled = byTime()) {
      rolled.put(UsageEvent.of(1));

      rolled.advance();
      assertThat(rolled.cells()).isEmpty();
      assertAge(rolled, LAG);

      rolled.place().age(LAG.multipliedBy(2));
      rolled.advance();
      rolled.assertColumn("events", 1L);
      assertAge(rolled, LAG);
    }
  }

  /** It is there at once, and again when it is old; the watermark does not pass it before. */
  @Test
  default void advance_settling_takesTheYoungWithoutPassingIt() {
    try (Rolled rolled = byTime()) {
      rolled.put(UsageEvent.of(1));

      Advanced advanced = rolled.table().advance(rolled.lease(), Rolled.MANY, true);

      rolled.assertColumn("events", 1L);
      assertThat(advanced.cells()).isEqualTo(1);
      assertAge(rolled, LAG);
      rolled.put(UsageEvent.of(2));
      rolled.pass();
      rolled.assertColumn("events", 2L);
      rolled.assertConverged();
    }
  }

  // scenario 6
  @Test
  default void advance_threeDaysBehind_takesOneDayAfterTheOther() {
    try (Rolled rolled = byTime()) {
      rolled.advance();
      rolled.place().age(Duration.ofDays(3));
      rolled.putAsTheyAre(
          written(rolled, 1, Duration.ofHours(60)),
          written(rolled, 2, Duration.ofHours(36)),
          written(rolled, 3, Duration.ofHours(12)));

      Advanced first = rolled.advance();
      assertAge(rolled, Duration.ofDays(2).plus(LAG));
      rolled.assertColumn("provider", "p1");
      assertThat(first.more()).isTrue();

      assertThat(rolled.advance().more()).isTrue();
      assertAge(rolled, Duration.ofDays(1).plus(LAG));
      rolled.assertColumn("provider", "p1", "p2");

      rolled.pass();
      assertAge(rolled, LAG);
      rolled.assertColumn("provider", "p1", "p2", "p3");
      rolled.assertConverged();
    }
  }

  /** However much the cap leaves: settling looks at all of it. */
  @Test
  default void advance_settlingDaysBehind_takesTheYoungestToo() {
    try (Rolled rolled = byTime()) {
      rolled.place().age(Duration.ofDays(3));
      rolled.put(UsageEvent.of(1));

      Advanced advanced = rolled.table().advance(rolled.lease(), Rolled.MANY, true);

      rolled.assertColumn("events", 1L);
      assertThat(advanced.more()).isTrue();
      assertAge(rolled, Duration.ofDays(2).plus(LAG));
    }
  }

  @Test
  default void advance_advanced_saysFromWhereToWhere() {
    try (Rolled rolled = byTime()) {
      Watermark before = rolled.standing().watermark();
      Advanced still = rolled.advance();
      assertThat(still.from()).isEqualTo(before);
      assertThat(still.to()).isEqualTo(rolled.standing().watermark());

      Advanced next = rolled.advance();
      assertThat(next.from()).isEqualTo(still.to());
      assertThat(next.to()).isEqualTo(rolled.standing().watermark());
    }
  }

  /** Where a lag has become longer, say. */
  @Test
  default void advance_watermarkInFrontOfTheLag_staysWhereItIs() {
    Changes changes = new Changes.ByTime("updated_at", Duration.ofHours(5), Duration.ofDays(1));
    RollupPlan patient =
        RollupPlan.of(UsageRollup.BY_TIME.definition().changed(changes).build(), UsageSchema.TYPES);
    try (Rolled rolled = byTime()) {
      Watermark before = rolled.standing().watermark();
      rolled.store().prepare(patient);
      rolled.store().table(patient).advance(rolled.lease(), Rolled.MANY, false);

      assertThat(rolled.standing().watermark()).isEqualTo(before);
    }
  }

  /** What is exactly at the watermark was not taken in by what ended there. */
  @Test
  default void advance_changeExactlyAtTheWatermark_isTakenIn() {
    try (Rolled rolled = byTime()) {
      Instant at = rolled.standing().watermark().time().orElseThrow();
      rolled.putAsTheyAre(UsageEvent.of(1).changed(at.plusMillis(1)));
      rolled.pass();

      rolled.assertColumn("events", 1L);
    }
  }

  /** As if it had changed when it was. */
  @Test
  default void advance_eventWithoutTimeOfChange_isFoundByItsOwn() {
    try (Rolled rolled = byTime()) {
      Instant now = rolled.now();
      rolled.putAsTheyAre(
          UsageEvent.of(1).when(now), UsageEvent.of(2).when(now.minus(Duration.ofDays(9))));

      rolled.settle();

      rolled.assertColumn("events", 1L);
      assertThat(rolled.table().compare(Rolled.ALL).mismatches()).isEqualTo(1);
      rolled.settle();
      rolled.assertConverged();
    }
  }

  @Test
  default void extent_eventsWithoutTimeOfChange_areFilledInAsOthers() {
    try (Rolled rolled = byTime()) {
      rolled.putAsTheyAre(UsageEvent.of(1));
      rolled.fill();

      rolled.assertColumn("events", 1L);
    }
  }

  // scenario 8
  @Test
  default void compare_eventCommittedBehindTheWatermark_findsIt() {
    try (Rolled rolled = byTime()) {
      rolled.put(UsageEvent.of(1));
      rolled.pass();
      rolled.putAsTheyAre(written(rolled, 2, Duration.ofHours(1)));
      rolled.pass();
      rolled.assertColumn("provider", "acme");

      assertThat(rolled.table().compare(Rolled.ALL).mismatches()).isEqualTo(1);
      rolled.advance();

      rolled.assertColumn("provider", "acme", "p2");
      rolled.assertConverged();
    }
  }

  /** There is no watermark, and so no window; what triggers note is taken in. */
  @Test
  default void advance_beforeTheFirstBackfill_takesNotesAlone() {
    try (Rolled rolled = Rolled.prepared(this, UsageRollup.BY_TIME.plan())) {
      rolled.put(UsageEvent.of(1).task(null), UsageEvent.of(2).task(null).when("12:15"));

      Advanced advanced = rolled.table().advance(rolled.lease(), Rolled.MANY, true);
      assertThat(advanced.from()).isEqualTo(Watermark.NONE);
      assertThat(advanced.to()).isEqualTo(Watermark.NONE);
      assertThat(rolled.cells()).isEmpty();

      rolled.put(UsageEvent.of(1).task(null).provider("other"));
      rolled.advance();
      rolled.assertColumn("provider", "other");
    }
  }

  @Test
  default void advance_capturedSource_hasNoWatermark() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.putAsTheyAre(UsageEvent.of(1));
      rolled.advance();

      rolled.assertColumn("events", 1L);
      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.NONE);
    }
  }

  @Test
  default void advance_sequence_takesSoManyNumbersAtOnce() {
    try (Rolled rolled = Rolled.complete(this, LogRollup.BY_SEQUENCE.plan())) {
      rolled.put(log(1));
      rolled.advance();
      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.at(1));
      rolled.put(log(5), log(11), log(12), log(25));
      assertThat(rolled.standing().behind()).hasValue(24);

      assertThat(rolled.advance().more()).isTrue();
      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.at(11));
      rolled.assertColumn("kind", "k1", "k11", "k5");
      assertThat(rolled.advance().more()).isTrue();
      rolled.assertColumn("kind", "k1", "k11", "k12", "k5");
      assertThat(rolled.advance().more()).isFalse();
      rolled.assertColumn("kind", "k1", "k11", "k12", "k25", "k5");
      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.at(25));
      assertThat(rolled.standing().behind()).hasValue(0);
    }
  }

  @Test
  default void advance_sequenceOfWhichTheLastIsGone_staysWhereItWas() {
    try (Rolled rolled = Rolled.complete(this, LogRollup.BY_SEQUENCE.plan())) {
      rolled.put(log(1), log(2), log(3));
      rolled.advance();
      rolled.remove(UsageSchema.LOG, 3L, 2L);

      rolled.advance();
      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.at(3));
      rolled.remove(UsageSchema.LOG, 1L);
      rolled.advance();
      assertThat(rolled.standing().watermark()).isEqualTo(Watermark.at(3));
      assertThat(rolled.standing().behind()).hasValue(0);

      rolled.put(log(4));
      rolled.advance();
      rolled.assertColumn("kind", "k1", "k2", "k3", "k4");
    }
  }

  /** However few there may be at once, all are taken in the order in which they came. */
  @Test
  default void advance_fewNotes_takesTheOldestAndForgetsJustThose() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      for (int i = 1; i <= 5; i++) {
        rolled.put(UsageEvent.of(i).provider("p" + i));
      }
      long queued = rolled.standing().queued();

      Advanced first = rolled.table().advance(rolled.lease(), 2, false);

      assertThat(first.notes()).isEqualTo(2);
      assertThat(first.more()).isTrue();
      assertThat(rolled.standing().queued()).isEqualTo(queued - 2);
      assertThat(rolled.column("provider")).startsWith("p1").doesNotContain("p5");
      rolled.settle();
      rolled.assertColumn("provider", "p1", "p2", "p3", "p4", "p5");
      assertThat(rolled.standing().queued()).isZero();
    }
  }

  // scenario 7
  @ParameterizedTest
  @EnumSource
  default void advance_noteWrittenBehindOneThatWasRead_stays(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2));
      rolled.pass();
      rolled.remove(UsageSchema.USAGE, 1L);
      rolled.advance();
      assertThat(rolled.standing().queued()).isZero();
      rolled.assertColumn("events", 1L);

      rolled.remove(UsageSchema.USAGE, 2L);

      assertThat(rolled.standing().queued()).isPositive();
      rolled.advance();
      assertThat(rolled.cells()).isEmpty();
    }
  }

  // scenario 17
  @ParameterizedTest
  @EnumSource
  default void advance_notesOfLongAgo_areStillThere(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.pass();
      rolled.remove(UsageSchema.USAGE, 1L);
      long queued = rolled.standing().queued();

      rolled.place().age(Duration.ofDays(30));
      rolled.store().prepare(rollup.plan());

      assertThat(rolled.standing().queued()).isEqualTo(queued).isPositive();
      assertThat(rolled.standing().age())
          .isBetween(Duration.ofDays(30), Duration.ofDays(30).plus(TOLERANCE));
      rolled.advance();
      assertThat(rolled.cells()).isEmpty();
      assertThat(rolled.standing().queued()).isZero();
    }
  }

  private Rolled byTime() {
    return Rolled.complete(this, UsageRollup.BY_TIME.plan());
  }

  private static UsageEvent written(Rolled rolled, long id, Duration ago) {
    return UsageEvent.of(id).provider("p" + id).changed(rolled.now().minus(ago));
  }

  private static LogEvent log(long seq) {
    return LogEvent.of(seq).kind("k" + seq);
  }

  /** How far the watermark is from now, but for what a real clock does meanwhile. */
  private static void assertAge(Rolled rolled, Duration expected) {
    Instant watermark = rolled.standing().watermark().time().orElseThrow();
    assertThat(Duration.between(watermark, rolled.now()))
        .isBetween(expected.minusSeconds(1), expected.plus(TOLERANCE));
  }
}
