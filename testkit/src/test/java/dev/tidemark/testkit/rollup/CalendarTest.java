package dev.tidemark.testkit.rollup;

import static dev.tidemark.testkit.rollup.RollupBench.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How time is cut into parts, and what of it is done. */
final class CalendarTest {

  private static final Span EMPTY = new Span(Instant.EPOCH, Instant.EPOCH);

  private static Span span(String from, String to) {
    return new Span(RollupBench.at(from + ":00:00Z"), RollupBench.at(to + ":00:00Z"));
  }

  @Test
  void months_severalOverAYear_areClippedAtBothEnds() {
    assertThat(Slice.MONTH.of(span("2025-11-30T23", "2026-02-01T01")))
        .containsExactly(
            span("2025-11-30T23", "2025-12-01T00"),
            span("2025-12-01T00", "2026-01-01T00"),
            span("2026-01-01T00", "2026-02-01T00"),
            span("2026-02-01T00", "2026-02-01T01"));
  }

  @Test
  void months_wholeOnes_areNotCut() {
    assertThat(Slice.MONTH.of(span("2026-01-01T00", "2026-03-01T00")))
        .containsExactly(
            span("2026-01-01T00", "2026-02-01T00"), span("2026-02-01T00", "2026-03-01T00"));
  }

  @Test
  void months_fromTheLastOfALongOne_skipNoShortOne() {
    assertThat(Slice.MONTH.of(span("2024-01-31T05", "2024-03-01T00")))
        .containsExactly(
            span("2024-01-31T05", "2024-02-01T00"), span("2024-02-01T00", "2024-03-01T00"));
  }

  @Test
  void days_overALeapDayAndNot_areAllThere() {
    assertThat(Slice.DAY.of(span("2024-02-28T12", "2024-03-01T06")))
        .containsExactly(
            span("2024-02-28T12", "2024-02-29T00"),
            span("2024-02-29T00", "2024-03-01T00"),
            span("2024-03-01T00", "2024-03-01T06"));
    assertThat(Slice.DAY.of(span("2026-02-28T00", "2026-03-02T00"))).hasSize(2);
  }

  @Test
  void days_overANewYear_areCutThere() {
    assertThat(Slice.DAY.of(span("2025-12-31T23", "2026-01-01T01")))
        .containsExactly(
            span("2025-12-31T23", "2026-01-01T00"), span("2026-01-01T00", "2026-01-01T01"));
  }

  @Test
  void slices_withinOne_areThatSpanItself() {
    Span hour = span("2026-03-01T10", "2026-03-01T11");

    assertThat(Slice.MONTH.of(hour)).containsExactly(hour);
    assertThat(Slice.DAY.of(hour)).containsExactly(hour);
    assertThat(Slice.MONTH.of(EMPTY)).isEmpty();
  }

  @Test
  void bucket_anyInstant_beginsAtUtcsFullOnes() {
    Instant at = RollupBench.at("2025-12-31T23:59:59.999Z");

    assertThat(Bucket.HOUR.floor(at)).isEqualTo("2025-12-31T23:00:00Z");
    assertThat(Bucket.HOUR.next(at)).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(Bucket.DAY.floor(at)).isEqualTo("2025-12-31T00:00:00Z");
    assertThat(Bucket.DAY.next(at)).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(Bucket.HOUR.next(RollupBench.at("2026-01-01T00:00:00Z")))
        .isEqualTo("2026-01-01T01:00:00Z");
    assertThat(Bucket.HOUR.floor(RollupBench.at("1969-12-31T23:30:00Z")))
        .isEqualTo("1969-12-31T23:00:00Z");
  }

  @Test
  void walk_partsInAnyOrder_areSortedAndJoinedWhereTheyTouchOrOverlap() {
    assertThat(done(days(5, 6), days(1, 2), days(2, 4), days(3, 4), days(6, 8)))
        .containsExactly(days(1, 4), days(5, 8));
  }

  @Test
  void walk_partWithinAnother_doesNotShortenIt() {
    assertThat(done(days(1, 9), days(2, 3))).containsExactly(days(1, 9));
  }

  @Test
  void walk_part_isDoneIfAllOfItIs() {
    Walk walk = walk(days(1, 3), days(3, 5), days(7, 9));

    assertThat(walk.isDone(days(2, 5))).as("joined").isTrue();
    assertThat(walk.isDone(days(1, 5))).as("exactly").isTrue();
    assertThat(walk.isDone(days(4, 6))).as("half").isFalse();
    assertThat(walk.isDone(days(1, 9))).as("with a hole").isFalse();
    assertThat(walk.isDone(days(6, 7))).isFalse();
  }

  @Test
  void walk_isDone_ifItsSpanIs() {
    assertThat(walk(days(1, 4), days(5, 10)).isDone()).isFalse();
    assertThat(walk(days(1, 4), days(4, 10)).isDone()).isTrue();
    assertThat(walk().isDone()).isFalse();
    assertThat(new Walk(EMPTY, Watermark.NONE, List.of()).isDone()).as("of nothing").isTrue();
  }

  private static Walk walk(Span... done) {
    return new Walk(days(1, 10), Watermark.NONE, Stream.of(done).toList());
  }

  private static List<Span> done(Span... parts) {
    return walk(parts).done();
  }

  @Test
  void span_backwards_isRefused() {
    assertThatThrownBy(() -> days(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a beginning before 2026-03-02T00:00:00Z, found 2026-03-03T00:00:00Z");
  }
}
