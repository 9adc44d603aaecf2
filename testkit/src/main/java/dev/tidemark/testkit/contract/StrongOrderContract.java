package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scans go by key. */
public interface StrongOrderContract extends StrongStoreFixture {

  @Test
  default void scan_textKeys_isInTheOrderOfCodePoints() {
    assertOrdered(
        Limits.orderedTexts().stream()
            .map(id -> StateSample.platform(id, "name of " + id))
            .toList());
  }

  @Test
  default void scan_integerKeys_isInTheOrderOfNumbers() {
    assertOrdered(
        Stream.of(Long.MIN_VALUE, -10L, -9L, 0L, 9L, 10L, Long.MAX_VALUE)
            .map(id -> StateSample.row(StateSample.STRONG_EVERY, "id", id))
            .toList());
  }

  @Test
  default void scan_compositeKeys_isInTheOrderOfTheirFields() {
    assertOrdered(
        List.of(
            StateSample.account("", 3),
            StateSample.account("a", -1),
            StateSample.account("a", 9),
            StateSample.account("a", 10),
            StateSample.account("a1", 0),
            StateSample.account("\uFFFD", 1),
            StateSample.account("😀", 0)));
  }

  private void assertOrdered(List<Row> expected) {
    List<Row> backwards = new ArrayList<>(expected);
    Collections.reverse(backwards);
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(backwards);

    assertThat(rows.rows(expected.get(0).type())).containsExactlyElementsOf(expected);
  }
}
