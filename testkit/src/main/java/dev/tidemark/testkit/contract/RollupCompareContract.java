package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupTable.Compared;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What differs from its events is found, said, counted and mended; nothing else is. */
public interface RollupCompareContract extends RollupFixture {

  @ParameterizedTest
  @EnumSource
  default void compare_whatIsRight_findsNothing(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      assertThat(rolled.table().compare(Rolled.ALL)).isEqualTo(new Compared(3, 0, List.of()));
      assertThat(rolled.standing().mismatches()).isZero();
      assertThat(rolled.standing().queued()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compare_cellsChangedByHand_areFoundAndMended(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      List<RollupCell> right = rolled.cells();
      rolled.place().putCell(rolled.plan(), rolled.with(right.get(0), "input", 11L));
      rolled
          .place()
          .putCell(rolled.plan(), rolled.with(right.get(2), "first", UsageEvent.at("10:00")));

      assertMended(rolled, right, new Compared(3, 2, List.of(right.get(0), right.get(2))));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compare_cellThatIsMissing_isFoundAndMended(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      List<RollupCell> right = rolled.cells();
      rolled.place().removeCell(rolled.plan(), right.get(1));

      assertMended(rolled, right, new Compared(3, 1, List.of(right.get(1))));
    }
  }

  /** It is shown as it is stored. */
  @ParameterizedTest
  @EnumSource
  default void compare_cellThatIsTooMuch_isFoundAndMended(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      List<RollupCell> right = rolled.cells();
      RollupCell surplus =
          new RollupCell(UsageEvent.at("18:00"), right.get(0).keys(), right.get(0).measures());
      rolled.place().putCell(rolled.plan(), surplus);

      assertMended(rolled, right, new Compared(4, 1, List.of(surplus)));
    }
  }

  /** Keys that are null are no obstacle. */
  @ParameterizedTest
  @EnumSource
  default void compare_cellOfNullKeysChangedByHand_isFoundAndMended(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).task(null).model(null), UsageEvent.of(2).task(3L));
      rolled.pass();
      List<RollupCell> right = rolled.cells();
      right.forEach(cell -> rolled.place().putCell(rolled.plan(), rolled.with(cell, "events", 7L)));

      assertMended(rolled, right, new Compared(2, 2, right));
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compare_stretch_looksAtNothingElse(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      RollupCell first = rolled.cells().get(0);
      rolled.place().putCell(rolled.plan(), rolled.with(first, "input", 11L));

      Span later = new Span(UsageEvent.at("11:00"), UsageEvent.at("23:00"));
      assertThat(rolled.table().compare(later)).isEqualTo(new Compared(1, 0, List.of()));

      Span until = new Span(UsageEvent.at("09:00"), UsageEvent.at("11:00"));
      assertThat(rolled.table().compare(until)).isEqualTo(new Compared(2, 1, List.of(first)));
    }
  }

  /** It waits to be mended already, and is said once. */
  @ParameterizedTest
  @EnumSource
  default void compare_again_doesNotFindItTwice(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      RollupCell first = rolled.cells().get(0);
      rolled.place().putCell(rolled.plan(), rolled.with(first, "input", 11L));
      rolled.table().compare(Rolled.ALL);

      assertThat(rolled.table().compare(Rolled.ALL).some()).isEmpty();
      assertThat(rolled.table().compare(Rolled.ALL).mismatches()).isZero();
      assertThat(rolled.standing().mismatches()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compare_cellsOfWhichAChangeWaits_areLeftOut(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      rolled.put(UsageEvent.of(1).input(4), UsageEvent.of(9).when("20:15"));
      rolled.remove(UsageSchema.USAGE, 2L);

      assertThat(rolled.table().compare(Rolled.ALL).mismatches()).isZero();
      assertThat(rolled.standing().mismatches()).isZero();
      assertThat(rolled.table().unprocessed()).isEqualTo(3);

      rolled.settle();
      assertThat(rolled.table().unprocessed()).isZero();
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void unprocessed_changesThatChangeNothing_areNotCounted(UsageRollup rollup) {
    try (Rolled rolled = three(rollup)) {
      assertThat(rolled.table().unprocessed()).isZero();

      rolled.put(UsageEvent.of(1).provider("other"));
      rolled.put(UsageEvent.of(1));
      assertThat(rolled.table().unprocessed()).isZero();

      rolled.put(UsageEvent.of(9).when("20:15"));
      rolled.put(UsageEvent.of(1).provider("other"));
      assertThat(rolled.table().unprocessed()).isEqualTo(3);
    }
  }

  /** However many there are, those that are shown are the first of all. */
  @Test
  default void compare_muchThatDiffers_countsAllAndShowsTheFirst() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.put(
          IntStream.range(0, 60)
              .mapToObj(i -> UsageEvent.of(i).provider("p" + (100 + i)))
              .toArray(UsageEvent[]::new));
      rolled.settle();
      List<RollupCell> right = rolled.cells();
      right.forEach(cell -> rolled.place().putCell(rolled.plan(), rolled.with(cell, "most", null)));

      Compared compared = rolled.table().compare(Rolled.ALL);

      assertThat(compared.cells()).isEqualTo(60);
      assertThat(compared.mismatches()).isEqualTo(60);
      assertThat(compared.some()).isNotEmpty();
      assertThat(right).startsWith(compared.some().toArray(RollupCell[]::new));
      rolled.settle();
      assertThat(rolled.cells()).isEqualTo(right);
    }
  }

  /** What adds up to the same, in cells that differ. */
  @ParameterizedTest
  @EnumSource
  default void compare_valuesThatWereSwapped_areBothFound(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).input(1), UsageEvent.of(2).input(2).provider("b"));
      rolled.pass();
      List<RollupCell> right = rolled.cells();
      RollupCell one = right.get(0);
      RollupCell other = right.get(1);
      rolled
          .place()
          .putCell(rolled.plan(), new RollupCell(one.bucket(), one.keys(), other.measures()));
      rolled
          .place()
          .putCell(rolled.plan(), new RollupCell(one.bucket(), other.keys(), one.measures()));

      assertMended(rolled, right, new Compared(2, 2, right));
    }
  }

  /** Three cells, two at ten and one at twelve, which are old and right. */
  private Rolled three(UsageRollup rollup) {
    Rolled rolled = Rolled.complete(this, rollup.plan());
    rolled.put(
        UsageEvent.of(1), UsageEvent.of(2).task(2L), UsageEvent.of(3).when("12:15").cost(null));
    rolled.pass();
    assertThat(rolled.cells()).hasSize(3);
    return rolled;
  }

  private static void assertMended(Rolled rolled, List<RollupCell> right, Compared expected) {
    assertThat(rolled.table().compare(Rolled.ALL)).isEqualTo(expected);

    assertThat(rolled.standing().mismatches()).isEqualTo(expected.mismatches());
    assertThat(rolled.standing().queued()).isPositive();
    rolled.advance();
    assertThat(rolled.cells()).isEqualTo(right);
    assertThat(rolled.table().compare(Rolled.ALL).mismatches()).isZero();
    assertThat(rolled.standing().mismatches()).isEqualTo(expected.mismatches());
  }
}
