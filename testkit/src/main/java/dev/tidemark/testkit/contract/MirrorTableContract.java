package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written to a table, and what is not when the database does not take it. */
public interface MirrorTableContract extends MirrorFixture {

  @Test
  default void upsert_rowsThatAreThere_makesThemAsTheyAreNow() {
    Row kept = Sample.live(Sample.ORG, 1, 1, "notes", "old");
    Row changed = Sample.dead(Sample.ORG, 2, 5);
    Row made = Sample.live(Sample.ORG, 3, 2);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(kept, Sample.live(Sample.ORG, 2, 1, "notes", "old"));
      mirrored.upsert(changed, made);

      mirrored.assertHolds(Sample.ORG, kept, changed, made);
    }
  }

  @Test
  default void upsert_noRows_changesNothing() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.with(
          Sample.ORG,
          table -> {
            table.upsert(List.of());
            return table.delete(List.of());
          });

      mirrored.assertHolds(Sample.ORG);
    }
  }

  @Test
  default void upsert_manyRowsAtOnce_takesAll() {
    List<Row> rows = many(1, 5_000);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(rows);

      mirrored.assertHolds(Sample.ORG, rows);
    }
  }

  @Test
  default void upsert_rowThatIsRefused_writesNoneOfThemAndGoesOn() {
    Row before = Sample.live(Sample.ORG, 1, 1);
    Row after = Sample.live(Sample.ORG, 9, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.place().refuse(Sample.ORG, RowKey.of(3L));
      mirrored.with(
          Sample.ORG,
          table -> {
            table.upsert(List.of(before));
            assertRejected(() -> table.upsert(many(1, 5)));
            table.upsert(List.of(after));
            return true;
          });

      mirrored.assertHolds(Sample.ORG, before, after);
    }
  }

  @Test
  default void load_intoNothing_givesHowMany() {
    List<Row> rows = many(1, 3_000);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      assertThat(mirrored.load(KeyRange.ALL, rows)).isEqualTo(3_000);

      mirrored.assertHolds(Sample.ORG, rows);
    }
  }

  @Test
  default void load_noRows_changesNothing() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(row);

      Iterator<Row> none = List.<Row>of().iterator();
      long loaded = mirrored.with(Sample.ORG, table -> table.load(KeyRange.ALL, none));
      assertThat(loaded).isZero();
      mirrored.assertHolds(Sample.ORG, row);
    }
  }

  /** What is outside of the range, and what is in it and does not come, stays. */
  @Test
  default void load_amongOthers_upsertsAndKeepsTheRest() {
    List<Row> there =
        LongStream.of(1, 4, 6, 20).mapToObj(id -> Sample.live(Sample.ORG, id, 1)).toList();
    List<Row> coming =
        LongStream.of(3, 4, 5).mapToObj(id -> Sample.live(Sample.ORG, id, 9)).toList();
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(there);

      assertThat(mirrored.load(range(2, 10), coming)).isEqualTo(3);

      List<Row> stays = Stream.of(0, 2, 3).map(there::get).toList();
      mirrored.assertHolds(Sample.ORG, Stream.concat(stays.stream(), coming.stream()).toList());
    }
  }

  @Test
  default void load_severalTimesInOneTransaction_loadsAll() {
    List<Row> first = many(1, 10);
    List<Row> second = many(11, 10);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(Sample.live(Sample.ORG, 5, 1), Sample.live(Sample.ORG, 15, 1));
      mirrored.with(
          Sample.ORG,
          table ->
              table.load(range(0, 10), first.iterator())
                  + table.load(range(10, 20), second.iterator()));

      mirrored.assertHolds(Sample.ORG, many(1, 20));
    }
  }

  @Test
  default void load_rowThatIsRefused_writesNoneOfThemAndGoesOn() {
    Row there = Sample.live(Sample.ORG, 2, 1);
    Row after = Sample.live(Sample.ORG, 99, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.place().refuse(Sample.ORG, RowKey.of(50L));
      mirrored.with(
          Sample.ORG,
          table -> {
            assertRejected(() -> table.load(KeyRange.ALL, many(1, 60).iterator()));
            table.upsert(List.of(there));
            assertRejected(() -> table.load(KeyRange.ALL, many(1, 60).iterator()));
            table.upsert(List.of(after));
            return true;
          });

      mirrored.assertHolds(Sample.ORG, there, after);
    }
  }

  @Test
  default void load_sourceThatFails_throwsThatAndWritesNothing() {
    Row there = Sample.live(Sample.ORG, 2, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      assertSourceFailure(mirrored);
      mirrored.assertHolds(Sample.ORG);

      mirrored.upsert(there);
      assertSourceFailure(mirrored);
      mirrored.assertHolds(Sample.ORG, there);
    }
  }

  @Test
  default void load_sourceThatFailsAndIsForgiven_leavesTheTransactionAsItWas() {
    Row before = Sample.live(Sample.ORG, 1_001, 1);
    Row after = Sample.live(Sample.ORG, 1_002, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.with(
          Sample.ORG,
          table -> {
            table.upsert(List.of(before));
            assertThatThrownBy(() -> table.load(range(0, 1_000), failingAfter(many(1, 20))))
                .hasMessage("the source failed");
            table.upsert(List.of(after));
            return true;
          });

      mirrored.assertHolds(Sample.ORG, before, after);
    }
  }

  @Test
  default void delete_keys_givesHowManyThereWere() {
    List<Row> rows = many(1, 2_000);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(rows);
      RowKey[] keys = LongStream.rangeClosed(2, 3_000).mapToObj(RowKey::of).toArray(RowKey[]::new);

      assertThat(mirrored.delete(Sample.ORG, keys)).isEqualTo(1_999);
      assertThat(mirrored.delete(Sample.ORG, keys)).isZero();
      mirrored.assertHolds(Sample.ORG, rows.get(0));
    }
  }

  @Test
  default void delete_keysThatLookAlike_takesThoseAlone() {
    Row upper = Sample.port(1, "A", "stays", 1);
    Row blank = Sample.port(1, "a ", "stays", 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.PORT)) {
      mirrored.upsert(upper, blank, Sample.port(1, "a", "goes", 1), Sample.port(2, "a", "goes", 1));

      assertThat(mirrored.delete(Sample.PORT, RowKey.of(1L, "a"), RowKey.of(2L, "a"))).isEqualTo(2);
      mirrored.assertHolds(Sample.PORT, upper, blank);
    }
  }

  @Test
  default void delete_rowThatIsHeld_removesNoneOfThemAndGoesOn() {
    List<Row> rows = many(1, 5);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(rows);
      mirrored.place().refuse(Sample.ORG, RowKey.of(3L));
      mirrored.with(
          Sample.ORG,
          table -> {
            assertRejected(() -> table.delete(rows.stream().map(Row::key).toList()));
            return table.delete(List.of(RowKey.of(5L)));
          });

      mirrored.assertHolds(Sample.ORG, rows.subList(0, 4));
    }
  }

  private static void assertSourceFailure(Mirrored mirrored) {
    assertThatThrownBy(
            () ->
                mirrored.with(
                    Sample.ORG, table -> table.load(KeyRange.ALL, failingAfter(many(1, 20)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the source failed");
  }

  private static Iterator<Row> failingAfter(List<Row> rows) {
    return Stream.concat(rows.stream(), Stream.generate(MirrorTableContract::fail)).iterator();
  }

  private static Row fail() {
    throw new IllegalStateException("the source failed");
  }

  private static void assertRejected(Runnable write) {
    assertThatThrownBy(write::run).isInstanceOf(RowsRejectedException.class);
  }

  private static KeyRange range(long after, long upTo) {
    return KeyRange.behind(RowKey.of(after)).upTo(RowKey.of(upTo));
  }

  private static List<Row> many(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> Sample.live(Sample.ORG, id, id % 9))
        .toList();
  }
}
