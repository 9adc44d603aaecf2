package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told apart, what is not, and in which order it is read. */
public interface RollupKeyContract extends RollupFixture {

  /** In their order: by code point, which is not that of Java's chars for the last two. */
  List<String> ALIKE =
      List.of(
          "",
          " ",
          "A",
          "A ",
          "a",
          "a ",
          "a\u0301",
          "b",
          "\u00e1",
          "\u00e4",
          "\uff21",
          "\ud83d\ude00");

  @ParameterizedTest
  @EnumSource
  default void read_textsThatLookAlike_areCellsOfTheirOwnInOrder(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      UsageEvent[] events = new UsageEvent[ALIKE.size()];
      for (int i = 0; i < events.length; i++) {
        events[i] = UsageEvent.of(100 - i).provider(ALIKE.get(i)).input(i);
      }
      rolled.put(events);
      rolled.settle();

      assertThat(rolled.column("provider")).isEqualTo(ALIKE);
      rolled.assertConverged();

      rolled.put(UsageEvent.of(95).provider("a ").input(99));
      rolled.remove(UsageSchema.USAGE, 96L);
      rolled.settle();
      rolled.assertConverged();
    }
  }

  /** A join finds the row that is meant, and no one that looks like it. */
  @ParameterizedTest
  @EnumSource
  default void advance_parentsWhoseKeysLookAlike_areToldApart(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      for (int i = 0; i < ALIKE.size(); i++) {
        rolled.put(UsageSchema.agent(ALIKE.get(i), "w" + i));
        rolled.put(UsageSchema.task(100 + i, ALIKE.get(i)));
        rolled.put(UsageEvent.of(i).task(100L + i));
      }
      rolled.pass();
      assertThat(rolled.column("agent")).hasSize(ALIKE.size()).containsAll(ALIKE);
      rolled.assertConverged();

      rolled.put(UsageSchema.agent("a", "other"));
      rolled.remove(UsageSchema.AGENT, "A");
      rolled.settle();
      assertThat(rolled.column("workspace")).contains("w5", "other").doesNotContain("w4", "w2");
      rolled.assertConverged();
    }
  }

  /** Whether a row has none, or there is no row. */
  @ParameterizedTest
  @EnumSource
  default void advance_nullKeys_areOneCell(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      UsageEvent event = UsageEvent.of(1).model(null).task(null);
      rolled.put(event);
      rolled.put(UsageEvent.of(2).model(null).task(null));
      rolled.settle();

      rolled.assertColumn("events", 2L);
      rolled.assertColumn("tasks", 0L);
      rolled.assertColumn("workspace", (Object) null);

      rolled.put(UsageSchema.task(4, "ann", 77));
      rolled.put(UsageEvent.of(3).task(4L), UsageEvent.of(4).task(3L));
      rolled.settle();

      rolled.assertColumn("project", null, null);
      rolled.assertColumn("events", 2L, 2L);
      rolled.assertConverged();

      rolled.remove(UsageSchema.USAGE, 1L, 2L);
      rolled.settle();
      rolled.assertColumn("events", 2L);
      rolled.assertConverged();
    }
  }

  /** What is replaced stays one cell, however often. */
  @ParameterizedTest
  @EnumSource
  default void advance_nullKeysAgainAndAgain_neverDoubles(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      for (int i = 1; i <= 3; i++) {
        rolled.put(UsageEvent.of(1).model(null).task(null).input(i));
        rolled.settle();
        rolled.fill();
        rolled.assertColumn("input", (long) i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_emptyTextAndNull_areTwoCells(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).model(""), UsageEvent.of(2).model(null));
      rolled.settle();

      rolled.assertColumn("model", null, "");
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_longText_isAKeyInFull(UsageRollup rollup) {
    String text = "x".repeat(120);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).provider(text + "a"), UsageEvent.of(2).provider(text + "b"));
      rolled.settle();

      rolled.assertColumn("provider", text + "a", text + "b");
      rolled.assertConverged();
    }
  }

  /** Flags, fractions and microseconds come back as they were. */
  @ParameterizedTest
  @EnumSource
  default void read_keysAndMeasuresOfEachType_haveTheirValues(LogRollup rollup) {
    Instant exact = Instant.parse("2026-03-01T10:15:00.123456Z");
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(
          LogEvent.of(1).when(exact).ratio(0.1),
          LogEvent.of(2).when(exact.plusSeconds(1)).ratio(-2.5).amount(null),
          LogEvent.of(3).failed(true).ratio(null).amount(null),
          LogEvent.of(4).failed(null).ratio(null).amount(5L));
      rolled.settle();

      rolled.assertColumn("failed", null, false, true);
      rolled.assertColumn("first", UsageEvent.at("10:15"), exact, UsageEvent.at("10:15"));
      rolled.assertColumn("highest", null, 0.1, null);
      rolled.assertColumn("least", 5L, 10L, null);
      rolled.assertColumn("amount", 5L, 10L, 0L);
      rolled.assertColumn("unrated", 5L, 0L, 0L);
      rolled.assertConverged();
    }
  }

  /** Keys that are numbers, flags and instants. */
  @Test
  default void advance_keysOfEachType_areToldApart() {
    RollupDefinition definition =
        RollupDefinition.named("odd")
            .of("log", "at")
            .key("number", "amount")
            .key("flag", "failed")
            .key("instant", "at")
            .count("events")
            .build();
    try (Rolled rolled = Rolled.complete(this, RollupPlan.of(definition, UsageSchema.TYPES))) {
      Instant exact = Instant.parse("2026-03-01T10:15:00.000001Z");
      rolled.put(
          LogEvent.of(1).when(exact),
          LogEvent.of(2).when(exact),
          LogEvent.of(3).when(exact.plusNanos(1_000)),
          LogEvent.of(4).when(exact).amount(-3L),
          LogEvent.of(5).when(exact).amount(null),
          LogEvent.of(6).when(exact).failed(true));
      rolled.settle();

      rolled.assertColumn("number", null, -3L, 10L, 10L, 10L);
      rolled.assertColumn("events", 1L, 1L, 2L, 1L, 1L);
      rolled.assertConverged();

      rolled.remove(UsageSchema.LOG, 1L, 3L, 5L);
      rolled.settle();
      rolled.assertConverged();
    }
  }

  /** All events of an hour are one cell then. */
  @Test
  default void advance_withoutKeys_addsUpWholeBuckets() {
    RollupDefinition definition =
        RollupDefinition.named("whole").of("usage", "created_at").count("events").build();
    try (Rolled rolled = Rolled.complete(this, RollupPlan.of(definition, UsageSchema.TYPES))) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2).task(2L), UsageEvent.of(3).when("11:15"));
      rolled.settle();
      rolled.assertColumn("events", 2L, 1L);

      rolled.remove(UsageSchema.USAGE, 3L);
      rolled.settle();
      rolled.assertColumn("events", 2L);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void read_cells_areByBucketAndThenByKeys(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(
          UsageEvent.of(1).when("12:00"),
          UsageEvent.of(2).task(2L),
          UsageEvent.of(3).task(null).provider("z"),
          UsageEvent.of(4).task(3L),
          UsageEvent.of(5),
          UsageEvent.of(6).when("09:00").provider("zz"));
      rolled.settle();

      rolled.assertColumn("workspace", "one", null, "one", "one", "two", "one");
      rolled.assertColumn("project", 1L, null, null, 1L, 2L, 1L);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void read_stretch_hasWhatBeginsInIt(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(
          UsageEvent.of(1).when("09:59"),
          UsageEvent.of(2).when("10:59"),
          UsageEvent.of(3).when("11:00"),
          UsageEvent.of(4).when("12:00"));
      rolled.settle();

      assertThat(rolled.cells(span("10:00", "12:00")))
          .extracting(RollupCell::bucket)
          .containsExactly(UsageEvent.at("10:00"), UsageEvent.at("11:00"));
      assertThat(rolled.cells(span("10:00", "10:00"))).isEmpty();
      assertThat(rolled.cells(span("13:00", "23:00"))).isEmpty();
    }
  }

  /** Whatever is written while it goes on. */
  @ParameterizedTest
  @EnumSource
  default void read_whileOthersWrite_seesOneMoment(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2).when("11:15"));
      rolled.settle();

      List<RollupCell> seen =
          rolled
              .table()
              .read(
                  Rolled.ALL,
                  cells -> {
                    RollupCell first = cells.next();
                    rolled.put(
                        UsageEvent.of(1).input(99), UsageEvent.of(2).when("11:15").input(99));
                    rolled.settle();
                    return List.of(first, cells.next());
                  });

      assertThat(seen).map(cell -> rolled.value(cell, "input")).containsExactly(10L, 10L);
      rolled.assertColumn("input", 99L, 99L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void read_workThatFails_throwsThat(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.settle();

      assertThat(catchThrowable(() -> failing(rolled)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no more");
      rolled.assertConverged();
    }
  }

  private static Object failing(Rolled rolled) {
    return rolled
        .table()
        .read(
            Rolled.ALL,
            cells -> {
              cells.next();
              throw new IllegalStateException("no more");
            });
  }

  /** By days instead of hours. */
  @Test
  default void advance_buckets_areAsLongAsDefined() {
    RollupDefinition days =
        RollupDefinition.named("days")
            .of("usage", "created_at")
            .per(Bucket.DAY)
            .key("provider", "provider")
            .sum("input", "input")
            .build();
    try (Rolled rolled = Rolled.complete(this, RollupPlan.of(days, UsageSchema.TYPES))) {
      rolled.put(
          UsageEvent.of(1).when("00:00"),
          UsageEvent.of(2).when("23:59"),
          UsageEvent.of(3).when(UsageEvent.at("00:00").minusMillis(1)));
      rolled.settle();

      rolled.assertColumn("bucket", Instant.parse("2026-02-28T00:00:00Z"), UsageEvent.at("00:00"));
      rolled.assertColumn("input", 10L, 20L);
      rolled.assertConverged();
    }
  }

  private static Span span(String from, String to) {
    return new Span(UsageEvent.at(from), UsageEvent.at(to));
  }
}
