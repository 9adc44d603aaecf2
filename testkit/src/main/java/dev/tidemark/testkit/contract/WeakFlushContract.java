package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.StateSample.delete;
import static dev.tidemark.testkit.contract.StateSample.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flush is there with all its steps and its number, or not at all. */
public interface WeakFlushContract extends WeakStoreFixture {

  @Test
  default void store_empty_remembersNoFlush() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      assertThat(tiers.weak().lastFlush()).isEqualTo(LastFlush.NONE);
      assertThat(tiers.rows(StateSample.NODE)).isEmpty();
    }
  }

  @Test
  default void flush_upsert_insertsAndReplaces() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1, upsert(StateSample.dynamic("a", 1), StateSample.dynamic("b", 1)));

      assertThat(tiers.flush(2, upsert(StateSample.dynamic("b", 2))).anew()).isFalse();

      assertThat(tiers.rows(StateSample.DYNAMIC))
          .containsExactly(StateSample.dynamic("a", 1), StateSample.dynamic("b", 2));
    }
  }

  /** Also when an upsert sets to null what had a value. */
  @Test
  default void flush_upsert_replacesEveryField() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row full = StateSample.session(1, "realm", 7L);
      Row empty = StateSample.session(1, null, null);
      tiers.flush(1, upsert(full));
      tiers.flush(2, upsert(empty));
      assertThat(tiers.rows(StateSample.SESSION)).containsExactly(empty);

      tiers.flush(3, upsert(full));
      assertThat(tiers.rows(StateSample.SESSION)).containsExactly(full);
    }
  }

  @Test
  default void flush_delete_removesTheseRowsAlone() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row one = StateSample.latency("a", "x");
      Row two = StateSample.latency("a", "y");
      Row three = StateSample.latency("b", "x");
      tiers.flush(1, upsert(one, two, three));

      tiers.flush(2, delete(two, StateSample.latency("never", "there")));

      assertThat(tiers.rows(StateSample.LATENCY)).containsExactly(one, three);
    }
  }

  @Test
  default void flush_steps_areTakenInTheOrderGiven() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row node = StateSample.node("a");
      tiers.flush(1, upsert(node), delete(node));
      assertThat(tiers.rows(StateSample.NODE)).as("upsert, then delete").isEmpty();

      tiers.flush(2, delete(node), upsert(node));
      assertThat(tiers.rows(StateSample.NODE)).as("delete, then upsert").containsExactly(node);
    }
  }

  /** A flush knows of no references: only a repair does. */
  @Test
  default void flush_childWithoutItsParent_isWritten() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row child = StateSample.dynamic("nowhere", 1);
      tiers.flush(1, upsert(child));

      assertThat(tiers.rows(StateSample.DYNAMIC)).containsExactly(child);
    }
  }

  @Test
  default void flush_withoutRows_isRememberedAllTheSame() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1);
      assertThat(tiers.weak().lastFlush()).isEqualTo(new LastFlush(1, StateSample.at(1)));

      tiers.flush(
          2,
          new FlushStep.Upsert(StateSample.NODE, List.of()),
          new FlushStep.Delete(StateSample.NODE, List.of()));
      assertThat(tiers.weak().lastFlush()).isEqualTo(new LastFlush(2, StateSample.at(2)));
    }
  }

  @Test
  default void flush_stepThatFails_leavesNothingOfItAndOfThoseBefore() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row node = StateSample.node("kept");
      tiers.flush(1, upsert(node), upsert(StateSample.dynamic("kept", 1)));
      Row broken = StateSample.withNull(StateSample.dynamic("b", 1), "failures");

      assertThatThrownBy(
              () ->
                  tiers.flush(
                      2,
                      delete(node),
                      upsert(StateSample.node("new")),
                      upsert(StateSample.dynamic("kept", 2), broken),
                      upsert(StateSample.latency("new", "x"))))
          .isInstanceOf(TidemarkException.class);

      assertThat(tiers.rows(StateSample.NODE)).containsExactly(node);
      assertThat(tiers.rows(StateSample.DYNAMIC)).containsExactly(StateSample.dynamic("kept", 1));
      assertThat(tiers.rows(StateSample.LATENCY)).isEmpty();
      assertThat(tiers.weak().lastFlush().number()).isEqualTo(1);
    }
  }

  @Test
  default void flush_afterOneThatFailed_works() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row broken = StateSample.withNull(StateSample.dynamic("a", 1), "failures");
      assertThatThrownBy(() -> tiers.flush(1, upsert(broken)))
          .isInstanceOf(TidemarkException.class);

      tiers.flush(1, upsert(StateSample.dynamic("a", 1)));

      assertThat(tiers.rows(StateSample.DYNAMIC)).containsExactly(StateSample.dynamic("a", 1));
      assertThat(tiers.weak().lastFlush().number()).isEqualTo(1);
    }
  }

  /** So that whoever does not know whether it went through may just do it again. */
  @Test
  default void flush_again_changesNothing() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1, upsert(StateSample.node("a"), StateSample.node("b")));
      FlushStep[] steps = {upsert(StateSample.node("c")), delete(StateSample.node("a"))};
      tiers.flush(2, steps);
      List<Row> rows = tiers.rows(StateSample.NODE);

      tiers.flush(2, steps);

      assertThat(tiers.rows(StateSample.NODE)).isEqualTo(rows);
      assertThat(tiers.weak().lastFlush()).isEqualTo(new LastFlush(2, StateSample.at(2)));
    }
  }

  @Test
  default void lastFlush_afterOpeningAgain_isKeptToTheMillisecond() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      LastFlush flush = new LastFlush(4_000_000_000L, StateSample.at(1).plusNanos(123_999_999));
      tiers.weak().flush(flush, List.of(upsert(StateSample.node("a"))));
      LastFlush kept = new LastFlush(4_000_000_000L, StateSample.at(1).plusMillis(123));
      assertThat(tiers.weak().lastFlush()).isEqualTo(kept);

      try (Tiers again = tiers.reopen()) {
        assertThat(again.weak().lastFlush()).isEqualTo(kept);
        assertThat(again.rows(StateSample.NODE)).containsExactly(StateSample.node("a"));
      }
    }
  }

  @Test
  default void flush_manyRows_areAllThere() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row[] rows =
          LongStream.range(0, 5_000).mapToObj(n -> StateSample.hop(n, n)).toArray(Row[]::new);
      tiers.flush(1, upsert(rows));
      assertThat(tiers.rows(StateSample.HOP)).containsExactly(rows);

      tiers.flush(2, delete(rows));
      assertThat(tiers.rows(StateSample.HOP)).isEmpty();
    }
  }

  /** Every flush gives both nodes the same number, so whoever looks sees one number. */
  @Test
  @Timeout(60)
  default void flush_watchedFromOutside_isSeenWholeOrNotAtAll() throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Future<?> writing = writer.submit(() -> flushPairs(tiers, 200));
      do {
        assertThat(tiers.rows(StateSample.DYNAMIC).stream().map(row -> row.value("failures")))
            .as("numbers of both")
            .satisfiesAnyOf(
                none -> assertThat(none).isEmpty(),
                both ->
                    assertThat(both)
                        .hasSize(2)
                        .allSatisfy(number -> assertThat(number).isEqualTo(both.get(0))));
      } while (!writing.isDone());
      writing.get(30, TimeUnit.SECONDS);

      assertThat(tiers.weak().lastFlush().number()).isEqualTo(200);
    } finally {
      writer.shutdownNow();
    }
  }

  private static void flushPairs(Tiers tiers, int flushes) {
    for (long number = 1; number <= flushes; number++) {
      tiers.flush(
          number,
          upsert(StateSample.dynamic("a", number)),
          upsert(StateSample.dynamic("b", number)));
    }
  }
}
