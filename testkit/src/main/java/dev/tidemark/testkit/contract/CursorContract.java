package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Source;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cursors move with the data, to where the plan says and nowhere else. */
public interface CursorContract extends ReplicaFixture {

  @Test
  default void cursors_beforeTheFirstCycle_areNone() {
    try (Cycles cycles = new Cycles(this)) {
      assertThat(cycles.replica().cursors().cursors()).isEmpty();
    }
  }

  @Test
  default void cursors_moveToWhatThePlanSaysWhateverTheRowsSay() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(
          staging ->
              Cycles.stage(
                  staging,
                  Source.LIST,
                  Sample.live(Sample.ORG, 1, 9),
                  Sample.live(Sample.IX, 1, 9, "org_id", 1L)),
          Map.of(Sample.ORG, Sample.day(3)),
          Set.of(Sample.ORG, Sample.IX));

      assertCursors(cycles, Map.of(Sample.ORG, Sample.day(3)));
    }
  }

  @Test
  default void cursors_notInThePlan_keepTheirs() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(
          staging -> {},
          Map.of(Sample.ORG, Sample.day(3), Sample.IX, Sample.day(4)),
          Set.of(Sample.ORG, Sample.IX));
      cycles.run(staging -> {}, Map.of(Sample.IX, Sample.day(5)), Set.of());

      assertCursors(cycles, Map.of(Sample.ORG, Sample.day(3), Sample.IX, Sample.day(5)));
    }
  }

  @Test
  default void cursors_afterOpeningAgain_areStillThere() {
    Instant fine = Instant.parse("2026-01-01T00:00:00.123456789Z");
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(staging -> {}, Map.of(Sample.PORT, fine), Set.of(Sample.PORT));
      cycles.reopen();

      assertCursors(cycles, Map.of(Sample.PORT, fine));
    }
  }

  @Test
  default void cursors_ofAWholeList_areCompleteAndStaySo() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(staging -> {}, Map.of(Sample.ORG, Sample.day(3)), Set.of(Sample.ORG));
      cycles.run(staging -> {}, Map.of(Sample.ORG, Sample.day(4)), Set.of());

      assertThat(cycles.replica().cursors().cursors().get(Sample.ORG))
          .isEqualTo(new Cursor(Sample.day(4), true));
    }
  }

  /** As of a type of which the upstream has no rows any more. */
  @Test
  default void cursors_ofAWholeListThatMovesThemNowhere_areComplete() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(staging -> {}, Map.of(Sample.ORG, Sample.day(3)), Set.of());
      assertThat(cycles.replica().cursors().cursors().get(Sample.ORG).complete()).isFalse();
      cycles.run(staging -> {}, Map.of(), Set.of(Sample.ORG, Sample.IX));

      assertThat(cycles.replica().cursors().cursors())
          .isEqualTo(Map.of(Sample.ORG, new Cursor(Sample.day(3), true)));
    }
  }

  @Test
  default void identity_isThatOfTheLastAppliedCycle() {
    try (Cycles cycles = new Cycles(this)) {
      assertThat(cycles.replica().cursors().identity()).isEmpty();

      cycles.from("one as somebody");
      cycles.run(staging -> {});
      cycles.reopen();
      assertThat(cycles.replica().cursors().identity()).contains("one as somebody");

      cycles.from("");
      cycles.run(staging -> {});
      assertThat(cycles.replica().cursors().identity()).contains("");
    }
  }

  private static void assertCursors(Cycles cycles, Map<EntityType, Instant> expected) {
    Map<EntityType, Cursor> cursors = cycles.replica().cursors().cursors();
    assertThat(cursors).containsOnlyKeys(expected.keySet());
    assertThat(cursors)
        .allSatisfy(
            (type, cursor) -> assertThat(cursor.followedTo()).isEqualTo(expected.get(type)));
  }
}
