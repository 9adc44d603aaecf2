package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.spi.RollupTable.Advanced;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to events comes into their cells, whatever it is and however it is learnt. */
public interface RollupAdvanceContract extends RollupFixture {

  @ParameterizedTest
  @EnumSource
  default void advance_eventsOfOneCell_addsUpEachMeasure(UsageRollup rollup) {
    UsageEvent event = UsageEvent.of(1);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event, event(2).input(30).cost(null).when("10:05"), event(3).when("10:59"));

      rolled.settle();

      assertThat(rolled.cells())
          .containsExactly(
              new RollupCell(
                  UsageEvent.at("10:00"),
                  List.of("one", "ann", 1L, "acme", "large"),
                  List.of(
                      3L,
                      1L,
                      50L,
                      200L,
                      30L,
                      UsageEvent.at("10:05"),
                      UsageEvent.at("10:59"),
                      30L)));
      rolled.assertConverged();
    }
  }

  // scenario 1
  @ParameterizedTest
  @EnumSource
  default void advance_again_leavesTheSame(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1), event(2).when("11:15"), event(3).task(2L));
      rolled.settle();
      List<RollupCell> cells = rolled.cells();

      rolled.settle();
      rolled.settle();

      assertThat(cells).hasSize(3);
      assertThat(rolled.cells()).isEqualTo(cells);
    }
  }

  // scenario 1
  @Test
  default void advance_againOverWhatIsYoung_touchesTheSameCells() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.BY_TIME.plan())) {
      rolled.put(event(1), event(2).when("11:15"));

      Advanced first = rolled.table().advance(rolled.lease(), Rolled.MANY, true);
      Advanced second = rolled.table().advance(rolled.lease(), Rolled.MANY, true);

      assertThat(first.cells()).isEqualTo(2);
      assertThat(second.cells()).isEqualTo(2);
      rolled.assertConverged();
    }
  }

  @Test
  default void advance_withNothingToDo_doesNothing() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      Advanced advanced = rolled.advance();

      assertThat(advanced.cells()).isZero();
      assertThat(advanced.notes()).isZero();
      assertThat(advanced.more()).isFalse();
      assertThat(rolled.cells()).isEmpty();
    }
  }

  // scenario 2
  @ParameterizedTest
  @EnumSource
  default void advance_eventThatWasCorrected_replacesAndDoesNotAdd(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1).input(10));
      rolled.settle();
      rolled.put(event(1).input(4));
      rolled.settle();

      rolled.assertColumn("input", 4L);
      rolled.assertConverged();
    }
  }

  /** Also when it is no measure's own value that decides. */
  @ParameterizedTest
  @EnumSource
  default void advance_costThatCameLater_isNotMissingAnyMore(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1).cost(null));
      rolled.settle();
      rolled.assertColumn("uncosted", 10L);
      rolled.assertColumn("cost", 0L);

      rolled.put(event(1).cost(7L));
      rolled.settle();

      rolled.assertColumn("uncosted", 0L);
      rolled.assertColumn("cost", 7L);
    }
  }

  // scenario 3
  @ParameterizedTest
  @EnumSource
  default void advance_lastEventOfACellDeleted_removesTheCell(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1), event(2), event(3).when("11:15"));
      rolled.settle();

      rolled.remove(UsageSchema.USAGE, 1L);
      rolled.settle();
      rolled.assertColumn("events", 1L, 1L);

      rolled.remove(UsageSchema.USAGE, 2L);
      rolled.settle();
      rolled.assertColumn("bucket", UsageEvent.at("11:00"));
      rolled.assertConverged();
    }
  }

  @Test
  default void advance_cellThatGoes_isCounted() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.put(event(1), event(2).when("11:15"));
      assertThat(rolled.advance().cells()).isEqualTo(2);

      rolled.remove(UsageSchema.USAGE, 1L);

      assertThat(rolled.advance().cells()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_eventThatCameAndWent_leavesNothing(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1));
      rolled.remove(UsageSchema.USAGE, 1L);
      rolled.settle();

      assertThat(rolled.cells()).isEmpty();
    }
  }

  /** By whoever writes to the time of an event, but not to that of the change. */
  @ParameterizedTest
  @EnumSource
  default void advance_eventThatMoved_leavesItsOldBucket(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1), event(2));
      rolled.pass();
      rolled.putAsTheyAre(sameChange(rolled, event(1).when("12:30")));
      rolled.settle();

      rolled.assertColumn("bucket", UsageEvent.at("10:00"), UsageEvent.at("12:00"));
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_keyThatChanged_leavesItsOldCell(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1), event(2));
      rolled.pass();
      rolled.putAsTheyAre(sameChange(rolled, event(1).provider("other")));
      rolled.putAsTheyAre(sameChange(rolled, event(2).model(null)));
      rolled.settle();

      rolled.assertColumn("model", null, "large");
      rolled.assertColumn("provider", "acme", "other");
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_eventWithoutTime_isInNoCell(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1), event(2).when((Instant) null));
      rolled.settle();
      rolled.assertColumn("events", 1L);

      rolled.put(event(1).when((Instant) null), event(2));
      rolled.settle();
      rolled.assertColumn("events", 1L);
      rolled.assertConverged();

      rolled.put(event(2).when((Instant) null));
      rolled.settle();
      assertThat(rolled.cells()).isEmpty();
    }
  }

  /** Buckets begin with UTC's hours, and an end belongs to the next one. */
  @ParameterizedTest
  @EnumSource
  default void advance_eventsAtTheEdges_areInTheirBuckets(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(
          event(1).when(Instant.parse("2026-03-01T10:59:59.999Z")),
          event(2).when(Instant.parse("2026-03-01T11:00:00Z")),
          event(3).when(Instant.parse("1969-12-31T23:59:59.999Z")),
          event(4).when(Instant.parse("1970-01-01T00:00:00Z")),
          event(5).when(Instant.parse("2026-03-29T01:30:00Z")),
          event(6).when(Instant.parse("2026-10-25T01:30:00Z")),
          event(7).when(Instant.parse("2112-02-29T12:00:00.001Z")));
      rolled.settle();

      assertThat(rolled.column("bucket"))
          .map(Object::toString)
          .containsExactly(
              "1969-12-31T23:00:00Z",
              "1970-01-01T00:00:00Z",
              "2026-03-01T10:00:00Z",
              "2026-03-01T11:00:00Z",
              "2026-03-29T01:00:00Z",
              "2026-10-25T01:00:00Z",
              "2112-02-29T12:00:00Z");
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_greatNumbers_areExact(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(
          event(1).input(Long.MAX_VALUE - 1).cost(Long.MIN_VALUE),
          event(2).input(1).cost(0L),
          event(3).task(2L).input((1L << 53) + 1).cost(null),
          event(4).task(2L).input(-(1L << 60)));
      rolled.settle();

      rolled.assertColumn("input", Long.MAX_VALUE, (1L << 53) + 1 - (1L << 60));
      rolled.assertColumn("cost", Long.MIN_VALUE, 100L);
      rolled.assertColumn("uncosted", 0L, (1L << 53) + 1);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_sumThatIsTooGreat_saysSoAndChangesNothing(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(event(1).input(Long.MAX_VALUE), event(2).task(2L));
      rolled.settle();
      List<RollupCell> cells = rolled.cells();
      rolled.put(event(3).input(1), event(4).task(2L));
      RollupStanding before = rolled.standing();

      assertThatThrownBy(rolled::settle)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(rolled.plan().name());

      assertThat(rolled.cells()).isEqualTo(cells);
      assertThat(rolled.standing().watermark()).isEqualTo(before.watermark());
      assertThat(rolled.standing().queued()).isEqualTo(before.queued());
      rolled.put(event(3).input(0));
      rolled.settle();
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_manyEventsAtOnce_takesAll(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      UsageEvent[] events = new UsageEvent[600];
      for (int i = 0; i < events.length; i++) {
        events[i] =
            event(i)
                .task(1L + i % 3)
                .provider("p" + i % 5)
                .when(UsageEvent.at("00:00").plusSeconds(i * 150L));
      }
      rolled.put(events);
      rolled.settle();

      assertThat(rolled.cells()).hasSizeGreaterThan(300);
      rolled.assertConverged();
    }
  }

  private static UsageEvent event(long id) {
    return UsageEvent.of(id);
  }

  /** The event, but for what is stored already as the time of its last change. */
  private static UsageEvent sameChange(Rolled rolled, UsageEvent event) {
    return rolled.source().rows(UsageSchema.USAGE).stream()
        .filter(row -> row.value("id").equals(event.id()))
        .map(row -> event.changed((Instant) row.value("updated_at")))
        .findFirst()
        .orElseThrow();
  }
}
