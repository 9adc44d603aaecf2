package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.StateSample.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.WeakStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are found by their keys and by what they refer to. */
public interface WeakReadContract extends WeakStoreFixture {

  @Test
  default void find_absent_isEmpty() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1, upsert(StateSample.latency("a", "x")));

      assertThat(tiers.weak().find(StateSample.LATENCY, RowKey.of("a", "y"))).isEmpty();
      assertThat(tiers.weak().find(StateSample.NODE, RowKey.of("a"))).isEmpty();
    }
  }

  @Test
  default void scan_textKeys_isInTheOrderOfCodePoints() {
    assertOrdered(Limits.orderedTexts().stream().map(StateSample::node).toList());
  }

  @Test
  default void scan_compositeKeys_isInTheOrderOfTheirFields() {
    assertOrdered(
        List.of(
            StateSample.latency("", "z"),
            StateSample.latency("a", "\uFFFD"),
            StateSample.latency("a", "😀"),
            StateSample.latency("a1", "")));
    assertOrdered(
        List.of(
            StateSample.hop(-10, 0),
            StateSample.hop(-9, 9),
            StateSample.hop(-9, 10),
            StateSample.hop(10, -1)));
  }

  @Test
  default void referring_findsTheRowsOfThisParentByKey() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row first = StateSample.latency("a", "\uFFFD");
      Row second = StateSample.latency("a", "😀");
      tiers.flush(1, upsert(second, StateSample.latency("b", "x"), first));
      Reference node = StateSample.LATENCY.references().get(0);

      assertThat(tiers.weak().referring(StateSample.LATENCY, node, RowKey.of("a")))
          .containsExactly(first, second);
      assertThat(tiers.weak().referring(StateSample.LATENCY, node, RowKey.of("c"))).isEmpty();
    }
  }

  @Test
  default void referring_conditional_findsThoseForWhichItHolds() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row live = StateSample.link("s", "a", false);
      Row evicted = StateSample.link("t", "a", true);
      tiers.flush(1, upsert(live, evicted));
      WeakStore weak = tiers.weak();
      Reference subscription = StateSample.LINK.references().get(0);
      Reference node = StateSample.LINK.references().get(1);

      assertThat(weak.referring(StateSample.LINK, node, RowKey.of("a"))).containsExactly(live);
      assertThat(weak.referring(StateSample.LINK, subscription, RowKey.of("t")))
          .as("a reference without a condition")
          .containsExactly(evicted);
    }
  }

  @Test
  default void referring_composite_needsEveryField() {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      Row session = StateSample.session(1, "it's", 1L);
      tiers.flush(
          1,
          upsert(
              session,
              StateSample.session(2, "it's", 2L),
              StateSample.session(3, "it's", null),
              StateSample.session(4, null, 1L),
              StateSample.session(5, null, null)));
      Reference account = StateSample.SESSION.references().get(0);

      assertThat(tiers.weak().referring(StateSample.SESSION, account, RowKey.of("it's", 1L)))
          .containsExactly(session);
    }
  }

  private void assertOrdered(List<Row> expected) {
    List<Row> backwards = new ArrayList<>(expected);
    Collections.reverse(backwards);
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1, upsert(backwards.toArray(Row[]::new)));

      assertThat(tiers.rows(expected.get(0).type())).containsExactlyElementsOf(expected);
    }
  }
}
