package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupTable.Compared;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is removed from an archived source stays in the sums, for good and once. */
public interface RollupArchiveContract extends RollupFixture {

  @ParameterizedTest
  @EnumSource
  default void remove_eventsThatWereTakenIn_stayInTheSums(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1), log(2).amount(5L).ratio(0.9), log(3).kind("other"));
      rolled.settle();
      List<RollupCell> cells = rolled.cells();

      rolled.remove(UsageSchema.LOG, 1L, 2L, 3L);
      rolled.settle();

      assertThat(rolled.cells()).isEqualTo(cells).hasSize(2);
    }
  }

  /** Though no tick ever saw it. */
  @ParameterizedTest
  @EnumSource
  default void remove_eventsThatWereNotTakenIn_comeIntoTheSums(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1), log(2));
      List<RollupCell> all = rolled.expected();
      rolled.remove(UsageSchema.LOG, 1L, 2L);
      assertThat(rolled.cells()).isEmpty();

      rolled.settle();

      assertThat(rolled.cells()).isEqualTo(all).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void put_newEventsBesideArchivedOnes_addsThemUp(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1).amount(10L).ratio(0.5));
      rolled.settle();
      rolled.remove(UsageSchema.LOG, 1L);
      rolled.put(log(2).amount(7L).ratio(null), log(3).amount(20L).ratio(0.7));
      rolled.settle();

      rolled.assertColumn("events", 3L);
      rolled.assertColumn("amount", 37L);
      rolled.assertColumn("unrated", 7L);
      rolled.remove(UsageSchema.LOG, 2L);
      rolled.settle();
      rolled.put(log(4).amount(1L));
      rolled.settle();
      rolled.assertColumn("events", 4L);
      rolled.assertColumn("amount", 38L);
    }
  }

  /** Also where one side has none, or only the other does. */
  @ParameterizedTest
  @EnumSource
  default void merge_leastAndGreatest_areThoseOfBoth(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1).amount(3L).ratio(0.9).when(UsageEvent.at("12:00")));
      rolled.put(log(2).kind("none").amount(null).ratio(null));
      rolled.settle();
      rolled.remove(UsageSchema.LOG, 1L, 2L);
      rolled.put(log(3).amount(4L).ratio(0.2).when(UsageEvent.at("11:00")));
      rolled.settle();

      rolled.assertColumn("kind", "call", "none");
      rolled.assertColumn("least", 3L, null);
      rolled.assertColumn("highest", 0.9, null);
      rolled.assertColumn("first", UsageEvent.at("11:00"), UsageEvent.at("10:15"));

      rolled.put(log(4).kind("none").amount(8L).ratio(0.1));
      rolled.settle();
      rolled.assertColumn("least", 3L, 8L);
      rolled.assertColumn("highest", 0.9, 0.1);
    }
  }

  /** Keys that are null find their archived ones. */
  @ParameterizedTest
  @EnumSource
  default void merge_nullKeys_areTheSameCell(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1).agent(null).failed(null), log(2).agent(null).failed(null));
      rolled.settle();
      rolled.remove(UsageSchema.LOG, 1L);
      rolled.remove(UsageSchema.LOG, 2L);
      rolled.put(log(3).agent(null).failed(null));
      rolled.settle();

      rolled.assertColumn("events", 3L);
      rolled.assertColumn("amount", 30L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void remove_eventWithoutTime_isInNoCell(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1).when(null));
      rolled.remove(UsageSchema.LOG, 1L);
      rolled.settle();

      assertThat(rolled.cells()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compute_afterPruning_keepsTheSums(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1), log(2), log(3).when(day("2026-02-10")), log(4).when(day("2026-03-20")));
      rolled.settle();
      List<RollupCell> cells = rolled.cells();
      rolled.remove(UsageSchema.LOG, 1L, 3L);
      Span all = new Span(day("2026-02-10"), day("2026-03-21"));
      assertThat(rolled.walks().extent()).contains(all);

      rolled.fill();
      assertThat(rolled.cells()).isEqualTo(cells).hasSize(3);

      rolled.remove(UsageSchema.LOG, 2L, 4L);
      assertThat(rolled.walks().extent()).contains(all);
      rolled.fill();
      rolled.fill();
      assertThat(rolled.cells()).isEqualTo(cells);
    }
  }

  /** What was pruned before the first backfill, but not before it was prepared. */
  @ParameterizedTest
  @EnumSource
  default void fill_afterPruning_hasWhatWasRemoved(LogRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.put(log(1).agent(null), log(2).agent(null));
      List<RollupCell> all = rolled.expected();
      rolled.remove(UsageSchema.LOG, 2L, 1L);

      rolled.fill();
      rolled.settle();

      assertThat(rolled.cells()).isEqualTo(all).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void compare_afterPruning_findsNothing(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1), log(2), log(3).kind("other"));
      rolled.settle();
      rolled.remove(UsageSchema.LOG, 1L, 3L);
      rolled.settle();

      assertThat(rolled.table().compare(Rolled.ALL)).isEqualTo(new Compared(2, 0, List.of()));
    }
  }

  /** What can be computed anew is; what is archived stays where it was. */
  @ParameterizedTest
  @EnumSource
  default void advance_parentMovedAfterPruning_movesWhatIsThere(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1), log(2).amount(4L));
      rolled.settle();
      rolled.remove(UsageSchema.LOG, 1L);

      rolled.put(UsageSchema.agent("ann", "three"));
      rolled.settle();
      rolled.assertColumn("workspace", "one", "three");
      rolled.assertColumn("amount", 10L, 4L);

      rolled.remove(UsageSchema.AGENT, "ann");
      rolled.remove(UsageSchema.LOG, 2L);
      rolled.settle();
      rolled.assertColumn("workspace", null, "one");
      rolled.assertColumn("amount", 4L, 10L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void remove_thatIsUndone_isInNoSumTwice(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(log(1), log(2));
      rolled.settle();
      try (SourceTransaction transaction = rolled.source().begin()) {
        transaction.remove(UsageSchema.LOG, log(1).row().key());
      }
      rolled.put(log(3));
      rolled.settle();

      rolled.assertColumn("events", 3L);
      rolled.assertConverged();
    }
  }

  private static LogEvent log(long seq) {
    return LogEvent.of(seq);
  }

  private static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }
}
