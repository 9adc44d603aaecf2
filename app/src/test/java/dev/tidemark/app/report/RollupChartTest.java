package dev.tidemark.app.report;

import static dev.tidemark.app.report.Traffic.cell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.text.Screen;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RollupChartTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Screen NARROW = new Screen(48, false);

  @Test
  void hours_someAreEmpty_areDrawnOneByOneWithATableBelow() {
    List<RollupCell> cells =
        List.of(
            cell("2026-04-16T08:00:00Z", "DE", "api", 1_200),
            cell("2026-04-16T08:00:00Z", "FR", "api", 34),
            cell("2026-04-16T11:00:00Z", "DE", "web", 617),
            cell("2026-04-16T12:00:00Z", "DE", "api", 1),
            cell("2026-04-17T02:00:00Z", null, "api", 300));

    assertThat(lines(Traffic.HOURLY, ChronoUnit.HOURS, List.of("country"), cells, NARROW))
        .containsExactly(
            "calls per hour, times of Europe/Berlin: 2,152 in all",
            "",
            "2026-04-16 10:00  1,234  #######################",
            "2026-04-16 11:00      -",
            "2026-04-16 12:00      -",
            "2026-04-16 13:00    617  ############",
            "2026-04-16 14:00      1  #",
            "... 13 h without any",
            "2026-04-17 04:00    300  ######",
            "",
            "country  kinds  calls  last",
            "DE           -  1,818  2026-04-16 14:00:59",
            "-            1    300  2026-04-17 04:00:59",
            "FR           1     34  2026-04-16 10:00:59");
  }

  @Test
  void days_overAMonth_areThoseOfTheZone() {
    List<RollupCell> cells =
        List.of(
            cell("2026-04-15T21:00:00Z", "DE", "api", 1),
            cell("2026-04-15T22:00:00Z", "DE", "api", 2),
            cell("2026-04-16T21:00:00Z", "DE", "api", 4),
            cell("2026-04-18T12:00:00Z", "DE", "api", 3),
            cell("2026-05-18T12:00:00Z", "DE", "api", 6));

    assertThat(lines(Traffic.HOURLY, ChronoUnit.DAYS, List.of(), cells, new Screen(40, false)))
        .containsExactly(
            "calls per day, times of Europe/Berlin: 16 in all",
            "",
            "2026-04-15  1  ####",
            "2026-04-16  6  #########################",
            "2026-04-17  -",
            "2026-04-18  3  #############",
            "... 29 d without any",
            "2026-05-18  6  #########################");
  }

  @Test
  void hours_whereClocksAreSetBack_areToldApart() {
    List<RollupCell> cells =
        List.of(
            cell("2026-10-25T00:00:00Z", "DE", "api", 1),
            cell("2026-10-25T01:00:00Z", "DE", "api", 2));

    assertThat(lines(Traffic.HOURLY, ChronoUnit.HOURS, List.of(), cells, NARROW))
        .endsWith(
            "2026-10-25 02:00 +02:00  1  ##########",
            "2026-10-25 02:00 +01:00  2  ####################");
  }

  @Test
  void screen_rich_hasBlocksAndColour() {
    List<RollupCell> cells =
        List.of(
            cell("2026-04-16T08:00:00Z", "DE", "api", 1),
            cell("2026-04-17T08:00:00Z", "DE", "api", 2));

    assertThat(lines(Traffic.HOURLY, ChronoUnit.HOURS, List.of(), cells, new Screen(40, true)))
        .endsWith(
            "2026-04-16 10:00  1  \u001b[36m█████████▌\u001b[0m",
            "… 23 h without any",
            "2026-04-17 10:00  2  \u001b[36m███████████████████\u001b[0m");
  }

  @Test
  void days_ofARollupThatHasDays_areThoseOfUtc() {
    List<RollupCell> cells = List.of(cell("2026-04-16T00:00:00Z", "DE", "api", 5));

    assertThat(lines(Traffic.DAILY, ChronoUnit.DAYS, List.of(), cells, NARROW))
        .startsWith("calls per day, times of UTC: 5 in all")
        .anyMatch(line -> line.startsWith("2026-04-16  5  ###"));
  }

  @Test
  void table_manyKeys_showsTheLargest() {
    List<RollupCell> cells =
        IntStream.rangeClosed(1, 25)
            .mapToObj(i -> cell("2026-04-16T08:00:00Z", "c" + i, "api", i))
            .toList();

    assertThat(lines(Traffic.HOURLY, ChronoUnit.HOURS, List.of("country"), cells, NARROW))
        .contains(
            "country  kinds  calls  last", //
            "c25          1     25  2026-04-16 10:00:59")
        .endsWith("c6           1      6  2026-04-16 10:00:59", "and 5 more");
  }

  @Test
  void hours_atBothEndsOfTheLook_areDrawnThoughTheyAreEmpty() {
    List<RollupCell> cells = List.of(cell("2026-04-16T08:00:00Z", "DE", "api", 5));
    Span week =
        new Span(Instant.parse("2026-04-09T22:00:00Z"), Instant.parse("2026-04-16T11:00:00Z"));

    assertThat(
            lines(Traffic.HOURLY, ChronoUnit.HOURS, List.of(), cells, week, NARROW).stream()
                .skip(2))
        .containsExactly(
            "... 154 h without any",
            "2026-04-16 10:00  5  ###########################",
            "2026-04-16 11:00  -",
            "2026-04-16 12:00  -");
  }

  @Test
  void days_atBothEndsOfTheLook_areThoseOfTheZone() {
    List<RollupCell> cells = List.of(cell("2026-04-16T08:00:00Z", "DE", "api", 5));
    Span days =
        new Span(Instant.parse("2026-04-14T22:00:00Z"), Instant.parse("2026-04-17T23:00:00Z"));

    assertThat(
            lines(Traffic.HOURLY, ChronoUnit.DAYS, List.of(), cells, days, NARROW).stream().skip(2))
        .containsExactly(
            "2026-04-15  -",
            "2026-04-16  5  #################################",
            "2026-04-17  -",
            "2026-04-18  -");
  }

  /** Of a look that begins and ends with the cells. */
  private static List<String> lines(
      RollupPlan plan, ChronoUnit unit, List<String> keys, List<RollupCell> cells, Screen screen) {
    Instant last = cells.get(cells.size() - 1).bucket();
    Span span = new Span(cells.get(0).bucket(), plan.definition().bucket().next(last));
    return lines(plan, unit, keys, cells, span, screen);
  }

  private static List<String> lines(
      RollupPlan plan,
      ChronoUnit unit,
      List<String> keys,
      List<RollupCell> cells,
      Span span,
      Screen screen) {
    StringWriter text = new StringWriter();
    new RollupChart(new RollupView(plan, BERLIN, unit, keys), span, cells, screen)
        .print(new PrintWriter(text, true));
    return text.toString().lines().toList();
  }
}
