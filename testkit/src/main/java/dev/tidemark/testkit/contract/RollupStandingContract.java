package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rollup says of itself what a person has to know. */
public interface RollupStandingContract extends RollupFixture {

  @ParameterizedTest
  @EnumSource
  default void standing_afterAnAdvance_hasWhenAndHowMuch(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2).task(2L));
      long cells = rolled.table().advance(rolled.lease(), Rolled.MANY, true).cells();

      RollupStanding standing = rolled.standing();

      assertThat(standing.lastSuccess().orElseThrow().cells()).isEqualTo(cells).isEqualTo(2);
      assertThat(Duration.between(standing.lastSuccess().get().at(), standing.now()))
          .isBetween(Duration.ZERO, RollupWindowContract.TOLERANCE);
      assertThat(standing.isFailing()).isFalse();
    }
  }

  // scenario 11
  @ParameterizedTest
  @EnumSource
  default void failed_reason_isStoredWhateverIsUndone(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).input(Long.MAX_VALUE), UsageEvent.of(2).input(1));
      assertThatThrownBy(rolled::settle).isNotNull();
      rolled.place().age(Duration.ofMinutes(1));

      rolled.table().failed("advance: \u00e4 \ud83d\ude00 'quoted'");

      RollupStanding standing = rolled.standing();
      assertThat(standing.lastFailure().orElseThrow().reason())
          .isEqualTo("advance: \u00e4 \ud83d\ude00 'quoted'");
      assertThat(Duration.between(standing.lastFailure().get().at(), standing.now()))
          .isBetween(Duration.ZERO, RollupWindowContract.TOLERANCE);
      assertThat(standing.isFailing()).isTrue();
    }
  }

  @Test
  default void advance_afterAFailureWithNothingToDo_isFailingNoMore() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.table().failed("first");
      rolled.place().age(Duration.ofMinutes(1));

      rolled.settle();

      assertThat(rolled.standing().isFailing()).isFalse();
      assertThat(rolled.standing().lastFailure()).isPresent();
    }
  }

  /** The failure is still to be seen, but it is over. */
  @Test
  default void advance_afterAFailure_isFailingNoMore() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.table().failed("first");
      rolled.table().failed("second");
      assertThat(rolled.standing().isFailing()).isTrue();
      rolled.place().age(Duration.ofMinutes(1));

      rolled.put(UsageEvent.of(1));
      rolled.settle();

      assertThat(rolled.standing().isFailing()).isFalse();
      assertThat(rolled.standing().lastFailure().orElseThrow().reason()).isEqualTo("second");
    }
  }

  /** It may be cut, but not get lost. */
  @Test
  default void failed_withALongReason_keepsTheBeginning() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.table().failed("advance: " + "\ud83d\ude00".repeat(20_000));

      assertThat(rolled.standing().lastFailure().orElseThrow().reason())
          .startsWith("advance: " + "\ud83d\ude00".repeat(20));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void age_withNothingThatWaits_isZero(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.pass();
      rolled.place().age(Duration.ofDays(3));

      assertThat(rolled.standing().waitingSince()).isEmpty();
      assertThat(rolled.standing().age()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void age_ofWhatWaits_isThatOfTheOldest(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.place().age(Duration.ofHours(2));
      rolled.put(UsageEvent.of(2));
      rolled.place().age(Duration.ofHours(1));

      assertAge(rolled, Duration.ofHours(3));
      rolled.pass();
      assertThat(rolled.standing().age()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void age_ofANote_isThatOfItsWrite(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.pass();
      rolled.put(UsageSchema.issue(1, 2));
      rolled.place().age(Duration.ofHours(4));

      assertAge(rolled, Duration.ofHours(4));
      assertThat(rolled.standing().queued()).isPositive();
    }
  }

  /** A sequence has no times but those of its events. */
  @Test
  default void age_ofASequence_isThatOfTheOldestEventBehind() {
    try (Rolled rolled = Rolled.complete(this, LogRollup.BY_SEQUENCE.plan())) {
      rolled.put(LogEvent.of(1).when(rolled.now().minus(Duration.ofHours(9))));
      rolled.settle();
      assertThat(rolled.standing().age()).isZero();
      rolled.put(LogEvent.of(2).when(rolled.now().minus(Duration.ofHours(6))));
      rolled.put(LogEvent.of(3).when(rolled.now()));

      assertAge(rolled, Duration.ofHours(6));
      assertThat(rolled.standing().behind()).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void behind_withoutASequence_isNone(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      assertThat(rolled.standing().behind()).isEmpty();
    }
  }

  private static void assertAge(Rolled rolled, Duration expected) {
    assertThat(rolled.standing().age())
        .isBetween(expected.minusSeconds(1), expected.plus(RollupWindowContract.TOLERANCE));
  }
}
