package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.query.Extent;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is stored is found by its key and streamed in key order. */
public interface ReaderContract extends ReplicaFixture {

  @Test
  default void find_storedKey_givesTheRow() {
    Row org = Sample.live(Sample.ORG, 7, 1);
    Row dead = Sample.dead(Sample.ORG, 8, 1);
    Row ix = Sample.live(Sample.IX, 3, 1, "org_id", 7L);
    Row port = Sample.port(3, "eth\"0,😀]", "first", 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org, dead, ix, port);
      ReplicaReader reader = cycles.replica().reader();

      assertThat(reader.find(Sample.ORG, RowKey.of(7L))).contains(org);
      assertThat(reader.find(Sample.ORG, RowKey.of(8L))).contains(dead);
      assertThat(reader.find(Sample.PORT, port.key())).contains(port);
    }
  }

  @Test
  default void find_unknownOrParkedKey_givesNothing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.IX, 3, 1, "org_id", 7L));

      assertThat(cycles.replica().reader().find(Sample.ORG, RowKey.of(7L))).isEmpty();
      assertThat(cycles.replica().reader().find(Sample.IX, RowKey.of(3L))).isEmpty();
    }
  }

  @Test
  default void scan_throwingConsumer_endsTheStreamAndLeavesTheReaderUsable() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.ORG, 2, 1));
      List<Row> seen = new ArrayList<>();

      assertThatThrownBy(() -> cycles.replica().reader().scan(Sample.ORG, row -> stop(seen, row)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("enough");

      assertThat(seen).hasSize(1);
      assertThat(cycles.rows(Sample.ORG)).hasSize(2);
    }
  }

  @Test
  default void find_severalKeys_givesThoseThatAreStoredOnce() {
    Row first = Sample.live(Sample.ORG, 1, 1);
    Row second = Sample.live(Sample.ORG, 2, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(first, second);

      List<RowKey> keys = List.of(RowKey.of(2L), RowKey.of(9L), RowKey.of(1L), RowKey.of(2L));
      assertThat(cycles.replica().reader().find(Sample.ORG, keys))
          .containsExactlyInAnyOrder(first, second);
      assertThat(cycles.replica().reader().find(Sample.ORG, List.<RowKey>of())).isEmpty();
    }
  }

  @Test
  default void read_range_givesItsRowsInKeyOrder() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          IntStream.of(10, 2, -3, 7)
              .mapToObj(id -> Sample.live(Sample.ORG, id, 1))
              .toArray(Row[]::new));

      assertThat(keys(cycles, Sample.ORG, KeyRange.ALL)).containsExactly("-3", "2", "7", "10");
      assertThat(keys(cycles, Sample.ORG, KeyRange.behind(RowKey.of(2L))))
          .containsExactly("7", "10");
      assertThat(keys(cycles, Sample.ORG, KeyRange.ALL.upTo(RowKey.of(3L))))
          .containsExactly("-3", "2");
      assertThat(keys(cycles, Sample.ORG, KeyRange.behind(RowKey.of(-3L)).upTo(RowKey.of(7L))))
          .containsExactly("2", "7");
    }
  }

  @Test
  default void read_rangeOfCompositeKeys_goesByTheFirstFieldFirstAndByCodePoint() {
    Row org = Sample.live(Sample.ORG, 7, 1);
    Row ix = Sample.live(Sample.IX, 3, 1, "org_id", 7L);
    Row next = Sample.live(Sample.IX, 4, 1, "org_id", 7L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          org,
          ix,
          next,
          Sample.port(3, "a", "x", 1),
          Sample.port(3, "a ", "x", 1),
          Sample.port(3, "A", "x", 1),
          Sample.port(3, "\uFFFD", "x", 1),
          Sample.port(3, "😀", "x", 1),
          Sample.port(4, "", "x", 1));

      KeyRange range = KeyRange.behind(RowKey.of(3L, "a")).upTo(RowKey.of(4L, ""));
      assertThat(keys(cycles, Sample.PORT, range))
          .containsExactly("[3,\"a \"]", "[3,\"\uFFFD\"]", "[3,\"😀\"]", "[4,\"\"]");
    }
  }

  @Test
  default void read_workThatTakesNotAll_leavesTheReaderUsable() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.ORG, 2, 1));

      Row first = cycles.replica().reader().read(Sample.ORG, KeyRange.ALL, Iterator::next);

      assertThat(first.key()).isEqualTo(RowKey.of(1L));
      assertThat(cycles.rows(Sample.ORG)).hasSize(2);
    }
  }

  @Test
  default void extent_rowsOfAnyKind_countsThemAndGivesTheNewestVersion() {
    try (Cycles cycles = new Cycles(this)) {
      assertThat(cycles.replica().reader().extent(Sample.ORG))
          .isEqualTo(new Extent(0, Optional.empty()));
      Row newest = Sample.dead(Sample.ORG, 2, 5);
      cycles.live(Sample.live(Sample.ORG, 1, 1), newest, Sample.live(Sample.ORG, 3, 2));

      assertThat(cycles.replica().reader().extent(Sample.ORG))
          .isEqualTo(new Extent(3, Optional.of((Instant) newest.value("updated"))));
    }
  }

  private static List<String> keys(Cycles cycles, EntityType type, KeyRange range) {
    return cycles
        .replica()
        .reader()
        .read(
            type,
            range,
            rows -> {
              List<String> keys = new ArrayList<>();
              rows.forEachRemaining(row -> keys.add(row.key().text()));
              return keys;
            });
  }

  private static void stop(List<Row> seen, Row row) {
    seen.add(row);
    throw new IllegalStateException("enough");
  }
}
