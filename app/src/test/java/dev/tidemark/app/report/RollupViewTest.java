package dev.tidemark.app.report;

import static dev.tidemark.app.report.Traffic.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupSummary.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RollupViewTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final List<RollupCell> CELLS =
      List.of(
          cell("2026-04-15T22:00:00Z", "DE", "api, old", 3),
          cell("2026-04-15T22:00:00Z", null, "", 4),
          cell("2026-04-16T08:00:00Z", "DE", "say \"hi\"", 5));

  @Test
  void csv_buckets_areOnALineEachWithTheOffsetOfTheZone() {
    assertThat(new RollupView(Traffic.HOURLY, BERLIN).csv(CELLS))
        .containsExactly(
            "bucket,country,service,kinds,calls,last",
            "2026-04-16T00:00:00+02:00,DE,\"api, old\",1,3,2026-04-16T00:00:59+02:00",
            "2026-04-16T00:00:00+02:00,,\"\",1,4,2026-04-16T00:00:59+02:00",
            "2026-04-16T10:00:00+02:00,DE,\"say \"\"hi\"\"\",1,5,2026-04-16T10:00:59+02:00");
  }

  @Test
  void csv_daysOfAKey_addUpWhatAddsUp() {
    RollupView view = new RollupView(Traffic.HOURLY, BERLIN, ChronoUnit.DAYS, List.of("country"));

    assertThat(view.csv(CELLS))
        .containsExactly(
            "bucket,country,kinds,calls,last",
            "2026-04-16T00:00:00+02:00,DE,,8,2026-04-16T10:00:59+02:00",
            "2026-04-16T00:00:00+02:00,,1,4,2026-04-16T00:00:59+02:00");
  }

  @Test
  void csv_hoursWhereTheZoneIsHalfAnHourOff_areStillExact() {
    assertThat(new RollupView(Traffic.HOURLY, ZoneId.of("Asia/Kolkata")).csv(CELLS).get(1))
        .startsWith("2026-04-16T03:30:00+05:30,");
  }

  @Test
  void json_buckets_areObjects() {
    assertThat(Json.line(new RollupView(Traffic.HOURLY, BERLIN).json(CELLS.subList(1, 2))))
        .isEqualTo(
            "[{\"bucket\":\"2026-04-16T00:00:00+02:00\",\"country\":null,\"service\":\"\","
                + "\"kinds\":1,\"calls\":4,\"last\":\"2026-04-16T00:00:59+02:00\"}]");
    assertThat(new RollupView(Traffic.HOURLY, BERLIN).json(List.of())).isEmpty();
    assertThat(new RollupView(Traffic.HOURLY, BERLIN).csv(List.of())).hasSize(1);
  }

  /** Clocks are set in some of them, at midnight in Havana and São Paulo. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-28T00:00:00Z",
    "Europe/Berlin, 2026-10-24T00:00:00Z",
    "America/New_York, 2026-11-01T00:00:00Z",
    "America/Havana, 2026-10-31T00:00:00Z",
    "America/Sao_Paulo, 2018-11-03T00:00:00Z",
    "America/Sao_Paulo, 2018-02-16T00:00:00Z",
    "Pacific/Kiritimati, 2026-01-01T00:00:00Z"
  })
  void days_zoneOfWholeHours_equalTheEventsThemselves(ZoneId zone, Instant from) {
    List<Instant> events = everySevenMinutes(from);

    assertThat(days(zone, events)).isEqualTo(counted(zone, events, at -> at));
  }

  /** An hour that a midnight parts is counted to the day in which it begins; nothing is lost. */
  @ParameterizedTest
  @ValueSource(
      strings = {"+13:45", "-09:30", "Asia/Kolkata", "Pacific/Chatham", "Australia/Lord_Howe"})
  void days_zoneOfPartsOfHours_equalTheHoursThatBeginInThem(ZoneId zone) {
    List<Instant> events = everySevenMinutes(Instant.parse("2026-04-03T00:00:00Z"));

    Map<LocalDate, Long> days = days(zone, events);

    assertThat(days).isEqualTo(counted(zone, events, at -> at.truncatedTo(ChronoUnit.HOURS)));
    assertThat(days).isNotEqualTo(counted(zone, events, at -> at));
    assertThat(days.values().stream().mapToLong(each -> each).sum()).isEqualTo(events.size());
  }

  private static List<Instant> everySevenMinutes(Instant from) {
    return LongStream.range(0, 700).mapToObj(i -> from.plus(Duration.ofMinutes(7 * i))).toList();
  }

  private static Map<LocalDate, Long> counted(
      ZoneId zone, List<Instant> events, UnaryOperator<Instant> when) {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                at -> when.apply(at).atZone(zone).toLocalDate(),
                TreeMap::new,
                Collectors.counting()));
  }

  private static Map<LocalDate, Long> days(ZoneId zone, List<Instant> events) {
    Map<Instant, Long> hours =
        events.stream()
            .collect(
                Collectors.groupingBy(
                    at -> at.truncatedTo(ChronoUnit.HOURS), TreeMap::new, Collectors.counting()));
    List<RollupCell> cells =
        hours.entrySet().stream()
            .map(hour -> cell(hour.getKey().toString(), "DE", "api", hour.getValue()))
            .toList();
    RollupView view = new RollupView(Traffic.HOURLY, zone, ChronoUnit.DAYS, List.of());
    return view.lines(cells).stream()
        .collect(
            Collectors.toMap(
                line -> line.start().toLocalDate(),
                RollupViewTest::calls,
                (one, other) -> fail("a day is there twice"),
                TreeMap::new));
  }

  private static long calls(Line line) {
    return (Long) line.measures().get(1).orElseThrow();
  }
}
