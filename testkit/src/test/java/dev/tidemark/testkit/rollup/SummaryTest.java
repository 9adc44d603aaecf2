package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupSummary;
import dev.tidemark.core.rollup.RollupSummary.Grouping;
import dev.tidemark.core.rollup.RollupSummary.Line;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells put together by the hours or days of a zone, and by some keys. */
final class SummaryTest {

  private static final RollupPlan LOG = LogRollup.CAPTURED.plan();

  /**
   * Six measures of {@link LogRollup}: events, amount, unrated, first, least, highest.
   *
   * @param workspace null for none
   */
  private static RollupCell cell(String bucket, String workspace, Object... measures) {
    return new RollupCell(
        RollupBench.at(bucket), Arrays.asList(workspace, "call", true), Arrays.asList(measures));
  }

  private static List<Line> lines(
      String zone, ChronoUnit unit, List<String> keys, RollupCell... of) {
    return RollupSummary.of(
        LOG, Stream.of(of).iterator(), new Grouping(ZoneId.of(zone), unit, keys));
  }

  @Test
  void cellsOfOneDay_addUpAsEachMeasureDoes() {
    Instant early = RollupBench.at("2026-03-01T01:00:00Z");
    Instant late = RollupBench.at("2026-03-01T02:00:00Z");

    List<Line> lines =
        lines(
            "UTC",
            ChronoUnit.DAYS,
            List.of(),
            cell("2026-03-01T01:00:00Z", "a", 1L, 5L, 1L, late, 7L, 0.5),
            cell("2026-03-01T02:00:00Z", "b", 2L, 6L, 0L, early, 3L, 1.5));

    assertThat(lines)
        .singleElement()
        .extracting(Line::measures)
        .isEqualTo(Stream.of(3L, 11L, 1L, early, 3L, 1.5).map(Optional::of).toList());
  }

  @Test
  void value_thatOneCellLacks_isTheOthers() {
    Instant at = RollupBench.at("2026-03-01T01:00:00Z");

    List<Line> lines =
        lines(
            "UTC",
            ChronoUnit.DAYS,
            List.of(),
            cell("2026-03-01T01:00:00Z", "a", 1L, 0L, 0L, null, 7L, null),
            cell("2026-03-01T02:00:00Z", "b", 1L, 0L, 0L, at, null, null));

    assertThat(lines.get(0).measures().subList(3, 6))
        .containsExactly(Optional.of(at), Optional.of(7L), Optional.empty());
  }

  /** Parts of a count of different values do not add up; one part alone is the whole. */
  @Test
  void differentValues_ofSeveralCells_areNotSaid() {
    RollupBench bench = RollupBench.captured();
    bench.put(
        UsageEvent.of(1),
        UsageEvent.of(2).when("10:30").provider("b"),
        UsageEvent.of(3).when("12:00"));
    bench.filled();

    List<Line> lines =
        RollupSummary.of(
            bench.plan,
            bench.cells().iterator(),
            new Grouping(ZoneId.of("UTC"), ChronoUnit.HOURS, List.of()));

    assertThat(lines)
        .extracting(line -> line.measures().get(1))
        .containsExactly(Optional.empty(), Optional.of(1L));
  }

  @Test
  void keys_chosen_tellLinesApartAndNullIsOne() {
    List<Line> lines =
        lines(
            "UTC",
            ChronoUnit.DAYS,
            List.of("kind", "workspace"),
            cell("2026-03-01T01:00:00Z", null, 1L, 0L, 0L, null, null, null),
            cell("2026-03-01T01:00:00Z", "a", 2L, 0L, 0L, null, null, null),
            cell("2026-03-01T02:00:00Z", null, 4L, 0L, 0L, null, null, null));

    assertThat(lines)
        .extracting(Line::keys)
        .containsExactly(Arrays.asList("call", null), Arrays.asList("call", "a"));
    assertThat(lines)
        .extracting(line -> line.measures().get(0))
        .containsExactly(Optional.of(5L), Optional.of(2L));
  }

  @Test
  void keys_unknown_areRefused() {
    assertThatThrownBy(() -> lines("UTC", ChronoUnit.DAYS, List.of("color")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rollup log_captured has no key color; it has workspace, kind, failed");
  }

  @Test
  void lines_ofCellsInAnyOrder_areByTime() {
    List<Line> lines =
        lines(
            "UTC",
            ChronoUnit.HOURS,
            List.of(),
            cell("2026-03-01T02:00:00Z", "a", 1L, 0L, 0L, null, null, null),
            cell("2026-03-01T01:00:00Z", "a", 1L, 0L, 0L, null, null, null));

    assertThat(lines).extracting(line -> line.start().getHour()).containsExactly(1, 2);
  }

  // scenario 16
  @Test
  void hours_whenClocksGoBack_areTwo() {
    List<Line> lines =
        lines(
            "Europe/Berlin",
            ChronoUnit.HOURS,
            List.of(),
            cell("2026-10-25T00:00:00Z", "a", 1L, 0L, 0L, null, null, null),
            cell("2026-10-25T01:00:00Z", "a", 1L, 0L, 0L, null, null, null));

    assertThat(lines)
        .extracting(line -> line.start().toString())
        .containsExactly(
            "2026-10-25T02:00+02:00[Europe/Berlin]", "2026-10-25T02:00+01:00[Europe/Berlin]");
  }

  // scenario 16
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"})
  void days_ofAZoneOfWholeHours_areWhatTheEventsAddUpTo(String zone) {
    assertThat(daysOf(zone)).isEqualTo(directly(ZoneId.of(zone), Duration.ZERO));
  }

  /** An hour that midnight splits belongs to the day in which it begins. */
  // scenario 16
  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Chatham", "Pacific/Marquesas"})
  void days_ofAZoneBetweenHours_areWhatTheHoursAddUpTo(String zone) {
    assertThat(daysOf(zone)).isEqualTo(directly(ZoneId.of(zone), Duration.ofHours(1)));
  }

  private static Map<String, Long> daysOf(String zone) {
    RollupBench bench = RollupBench.captured();
    bench.putAsTheyAre(events().toArray(UsageEvent[]::new));
    bench.filled();
    Map<String, Long> days = new TreeMap<>();
    RollupSummary.of(
            UsageRollup.CAPTURED.plan(),
            bench.cells().iterator(),
            new Grouping(ZoneId.of(zone), ChronoUnit.DAYS, List.of()))
        .forEach(
            line ->
                days.put(
                    line.start().toLocalDate().toString(),
                    (Long) line.measures().get(0).orElseThrow()));
    return days;
  }

  /** Every quarter of an hour, over the day on which clocks go on and one more on each side. */
  private static Stream<UsageEvent> events() {
    return Stream.iterate(0, i -> i < 288, i -> i + 1)
        .map(
            i ->
                UsageEvent.of(i)
                    .when(
                        RollupBench.at("2026-03-28T00:00:00Z").plus(Duration.ofMinutes(15L * i))));
  }

  private static Map<String, Long> directly(ZoneId zone, Duration bucket) {
    Map<String, Long> days = new TreeMap<>();
    events()
        .map(event -> Objects.requireNonNull(event.at()))
        .map(at -> bucket.isZero() ? at : at.truncatedTo(ChronoUnit.HOURS))
        .forEach(at -> days.merge(at.atZone(zone).toLocalDate().toString(), 1L, Long::sum));
    return days;
  }
}
