package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The feed is an ordered log whose positions only grow. */
public interface ChangeFeedContract extends ReplicaFixture {

  @Test
  default void feed_ofAnEmptyReplica_isEmpty() {
    try (Cycles cycles = new Cycles(this)) {
      assertThat(cycles.replica().feed().latest()).isEqualTo(Position.START);
      assertThat(cycles.changes()).isEmpty();
    }
  }

  @Test
  default void feed_ofOneCycle_isParentsFirstThenInKeyOrder() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.IX, 3, 1, "org_id", 10L),
          Sample.live(Sample.ORG, 10, 1),
          Sample.live(Sample.IX, -1, 1, "org_id", 9L),
          Sample.live(Sample.ORG, 9, 1),
          Sample.live(Sample.IX, 20, 1, "org_id", 10L));

      assertThat(cycles.changes())
          .extracting(Change::type, change -> change.key().text())
          .containsExactly(
              tuple("org", "9"),
              tuple("org", "10"),
              tuple("ix", "-1"),
              tuple("ix", "3"),
              tuple("ix", "20"));
      assertThat(cycles.changes()).extracting(change -> change.position().value()).isSorted();
    }
  }

  @Test
  default void feed_textAndCompositeKeys_comeBackAsTheyWereInKeyOrder() {
    List<RowKey> words =
        Stream.of("", "a", "é", "\uFFFD", "😀", "10", "9", "[1]", "\"")
            .map(RowKey::of)
            .sorted(KeyOrder::compare)
            .toList();
    List<RowKey> ports = List.of(RowKey.of(1L, "😀"), RowKey.of(2L, ""), RowKey.of(10L, "a"));
    try (Cycles cycles = new Cycles(this)) {
      cycles.list(
          words.stream()
              .map(key -> Sample.word((String) key.values().get(0), ""))
              .toArray(Row[]::new));
      cycles.live(
          Sample.port(10, "a", "", 1), Sample.port(2, "", "", 1), Sample.port(1, "😀", "", 1));

      List<RowKey> expected = new ArrayList<>(words);
      expected.addAll(ports);
      assertThat(cycles.changes()).extracting(Change::key).containsExactlyElementsOf(expected);
    }
  }

  @Test
  default void after_pagesThroughTheFeed() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 5));
      cycles.live(orgs(6, 7));
      ChangeFeed feed = cycles.replica().feed();

      List<Change> paged = new ArrayList<>();
      List<Change> page = feed.after(Position.START, 3);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(3);
        paged.addAll(page);
        page = feed.after(page.get(page.size() - 1).position(), 3);
      }

      assertThat(paged).isEqualTo(cycles.changes()).hasSize(7);
      assertThat(feed.latest()).isEqualTo(paged.get(6).position());
    }
  }

  @Test
  default void after_theEnd_isEmpty() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 1));
      ChangeFeed feed = cycles.replica().feed();

      assertThat(feed.after(feed.latest(), 10)).isEmpty();
      assertThat(feed.after(new Position(Long.MAX_VALUE), 10)).isEmpty();
    }
  }

  @Test
  default void after_atMostNothing_isRefused() {
    try (Cycles cycles = new Cycles(this)) {
      ChangeFeed feed = cycles.replica().feed();
      assertThatThrownBy(() -> feed.after(Position.START, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0");
      assertThatThrownBy(() -> feed.after(Position.START, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-1");
    }
  }

  @Test
  default void prune_forgetsUpToAndIncluding() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 3));
      List<Change> all = cycles.changes();

      cycles.replica().feed().prune(all.get(1).position());
      cycles.replica().feed().prune(all.get(1).position());
      cycles.replica().feed().prune(all.get(0).position());

      assertThat(cycles.changes()).containsExactly(all.get(2));
      assertThat(cycles.rows(Sample.ORG)).hasSize(3);
    }
  }

  @Test
  default void prune_everything_keepsLatestAndGivesNoPositionOutAgain() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 3));
      Position latest = cycles.replica().feed().latest();
      cycles.replica().feed().prune(latest);
      assertThat(cycles.replica().feed().latest()).isEqualTo(latest);

      cycles.reopen();
      assertThat(cycles.replica().feed().latest()).isEqualTo(latest);
      assertThat(cycles.run(staging -> {}).position()).isEqualTo(latest);
      cycles.live(orgs(4, 4));

      assertThat(cycles.changes()).hasSize(1);
      assertThat(cycles.changes().get(0).position()).isGreaterThan(latest);
    }
  }

  @Test
  default void prune_beyondTheEnd_keepsLatestAndLaterChanges() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 1));
      Position latest = cycles.replica().feed().latest();
      cycles.replica().feed().prune(new Position(latest.value() + 1_000));
      assertThat(cycles.replica().feed().latest()).isEqualTo(latest);
      cycles.live(orgs(2, 2));

      assertThat(cycles.changes()).hasSize(1);
    }
  }

  @Test
  default void compact_keysThatChangedAgain_keepsTheLatestChangeOfEach() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 3));
      cycles.live(Sample.live(Sample.ORG, 1, 2), Sample.live(Sample.ORG, 2, 2));
      cycles.live(Sample.live(Sample.ORG, 1, 3));
      List<Change> all = cycles.changes();
      ChangeFeed feed = cycles.replica().feed();

      assertThat(feed.compact(feed.latest(), Set.of())).isEqualTo(3);
      assertThat(feed.compact(feed.latest(), Set.of())).isZero();

      assertThat(cycles.changes()).containsExactly(all.get(2), all.get(4), all.get(5));
      assertThat(feed.latest()).isEqualTo(all.get(5).position());
    }
  }

  @Test
  default void compact_laterOrRememberedChanges_stay() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 2));
      cycles.live(Sample.live(Sample.ORG, 1, 2), Sample.live(Sample.ORG, 2, 2));
      cycles.live(Sample.live(Sample.ORG, 1, 3), Sample.live(Sample.ORG, 2, 3));
      List<Change> all = cycles.changes();

      long forgotten =
          cycles.replica().feed().compact(all.get(2).position(), Set.of(all.get(0).position()));

      assertThat(forgotten).isEqualTo(2);
      assertThat(cycles.changes()).containsExactly(all.get(0), all.get(3), all.get(4), all.get(5));
    }
  }

  /** The same key of another type is another row. */
  @Test
  default void compact_sameKeyOfTwoTypes_keepsBoth() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 7, 1));
      cycles.live(Sample.live(Sample.IX, 7, 1, "org_id", 7L));

      assertThat(cycles.replica().feed().compact(cycles.replica().feed().latest(), Set.of()))
          .isZero();
      assertThat(cycles.changes()).hasSize(2);
    }
  }

  @Test
  default void feed_afterOpeningAgain_isStillThere() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(1, 2));
      List<Change> before = cycles.changes();
      cycles.reopen();

      assertThat(cycles.changes()).isEqualTo(before).hasSize(2);
    }
  }

  private static Row[] orgs(int first, int last) {
    return Stream.iterate(first, id -> id + 1)
        .limit(last - first + 1L)
        .map(id -> Sample.live(Sample.ORG, id, 1))
        .toArray(Row[]::new);
  }
}
