package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.Hint;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is seen of a mirror's rows is what {@code RowDigest} says of them, range by range. */
public interface MirrorRowsContract extends MirrorFixture {

  @Test
  default void rows_emptyTable_amountToNothing() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      MirrorRows rows = mirrored.target().rows(Sample.ORG);

      assertThat(rows.hint()).isEqualTo(new Hint(0, Optional.empty()));
      assertThat(rows.digest(KeyRange.ALL)).isEqualTo(Digest.EMPTY);
      assertThat(rows.fingerprints(KeyRange.ALL, 10)).isEmpty();
    }
  }

  @Test
  default void hint_rows_hasTheirNumberAndNewestVersion() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG, Sample.WORD)) {
      mirrored.upsert(Sample.live(Sample.ORG, 1, 3), Sample.dead(Sample.ORG, 2, 7));
      mirrored.upsert(Sample.word("a", "b"));

      assertThat(mirrored.target().rows(Sample.ORG).hint())
          .isEqualTo(new Hint(2, Optional.of(Sample.day(7))));
      assertThat(mirrored.target().rows(Sample.WORD).hint())
          .isEqualTo(new Hint(1, Optional.empty()));
    }
  }

  @Test
  default void digest_rangesOfNumbers_addUp() {
    List<Row> rows =
        IntStream.of(-3, 2, 7, 10, 11).mapToObj(id -> Sample.live(Sample.ORG, id, 1)).toList();
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(rows);

      assertRanges(mirrored, rows, Stream.of(-4, -3, 0, 7, 11).map(id -> RowKey.of((long) id)));
    }
  }

  @Test
  default void digest_rangesOfTexts_goByCodePoint() {
    List<Row> rows =
        Stream.of("", "A", "a", "a ", "a\u0000", "z", "\u00e9", "\uFFFD", "😀")
            .map(text -> Sample.word(text, "any"))
            .toList();
    try (Mirrored mirrored = new Mirrored(this, Sample.WORD)) {
      mirrored.upsert(rows);

      assertRanges(mirrored, rows, Stream.of("", "a", "a ", "b", "\uFFFD", "😀").map(RowKey::of));
    }
  }

  @Test
  default void digest_rangesOfCompositeKeys_goByTheFirstFieldFirst() {
    List<Row> rows =
        List.of(
            Sample.port(3, "a", "x", 1),
            Sample.port(3, "a ", "x", 1),
            Sample.port(3, "A", "x", 1),
            Sample.port(3, "\uFFFD", "x", 1),
            Sample.port(3, "😀", "x", 1),
            Sample.port(4, "", "x", 1),
            Sample.port(5, "a", "x", 1));
    try (Mirrored mirrored = new Mirrored(this, Sample.PORT)) {
      mirrored.upsert(rows);

      assertRanges(
          mirrored,
          rows,
          Stream.of(
              RowKey.of(2L, "z"),
              RowKey.of(3L, "a"),
              RowKey.of(3L, "\uFFFD"),
              RowKey.of(4L, ""),
              RowKey.of(5L, "a")));
    }
  }

  @Test
  default void digest_emptyOrReversedRange_isOfNoRow() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      mirrored.upsert(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.ORG, 2, 1));
      MirrorRows rows = mirrored.target().rows(Sample.ORG);

      RowKey one = RowKey.of(1L);
      assertThat(rows.digest(KeyRange.behind(one).upTo(one))).isEqualTo(Digest.EMPTY);
      assertThat(rows.digest(KeyRange.behind(RowKey.of(2L)).upTo(one))).isEqualTo(Digest.EMPTY);
      assertThat(rows.fingerprints(KeyRange.behind(RowKey.of(2L)), 9)).isEmpty();
    }
  }

  @Test
  default void digest_anyChange_isSeen() {
    Row row = Sample.live(Sample.ORG, 1, 1, "notes", "a");
    List<Row> changed =
        List.of(
            Sample.live(Sample.ORG, 1, 1, "notes", "b"),
            Sample.live(Sample.ORG, 1, 1, "notes", null),
            Sample.live(Sample.ORG, 1, 1),
            Sample.vanished(row, Sample.day(2)));
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      for (Row each : changed) {
        mirrored.upsert(row);
        Digest before = mirrored.target().rows(Sample.ORG).digest(KeyRange.ALL);
        mirrored.upsert(each);

        assertThat(mirrored.target().rows(Sample.ORG).digest(KeyRange.ALL)).isNotEqualTo(before);
      }
    }
  }

  @Test
  default void fingerprints_pageByPage_giveAllInKeyOrder() {
    List<Row> rows =
        IntStream.range(0, 23).mapToObj(i -> Sample.port(i / 5, "label " + i % 5, "x", i)).toList();
    try (Mirrored mirrored = new Mirrored(this, Sample.PORT)) {
      mirrored.upsert(rows);

      MirrorRows port = mirrored.target().rows(Sample.PORT);
      List<Fingerprint> all = new ArrayList<>();
      List<Fingerprint> page = port.fingerprints(KeyRange.ALL, 10);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(10);
        all.addAll(page);
        page = port.fingerprints(KeyRange.behind(all.get(all.size() - 1).key()), 10);
      }

      assertThat(all).containsExactlyElementsOf(Mirrored.expected(Sample.PORT, rows));
    }
  }

  @Test
  default void fingerprints_ofNone_areRefused() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> mirrored.target().rows(Sample.ORG).fingerprints(KeyRange.ALL, 0));
    }
  }

  private static void assertRanges(Mirrored mirrored, List<Row> rows, Stream<RowKey> bounds) {
    EntityType type = rows.get(0).type();
    List<RowKey> keys = bounds.toList();
    for (KeyRange range : ranges(keys)) {
      List<Row> within = rows.stream().filter(row -> KeyOrder.isWithin(range, row.key())).toList();
      assertThat(mirrored.target().rows(type).digest(range))
          .as("%s", range)
          .isEqualTo(Mirrored.digest(type, within.stream()));
      assertThat(mirrored.target().rows(type).fingerprints(range, 100))
          .as("%s", range)
          .containsExactlyElementsOf(Mirrored.expected(type, within));
    }
  }

  private static List<KeyRange> ranges(List<RowKey> bounds) {
    List<KeyRange> ranges = new ArrayList<>(List.of(KeyRange.ALL));
    for (RowKey after : bounds) {
      ranges.add(KeyRange.behind(after));
      ranges.add(KeyRange.ALL.upTo(after));
      bounds.forEach(upTo -> ranges.add(KeyRange.behind(after).upTo(upTo)));
    }
    return ranges;
  }
}
