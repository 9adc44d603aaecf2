package dev.tidemark.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Dangling;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Tally;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ReportsTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Schema SCHEMA = SchemaLoader.load(SchemaLoader.SHIPPED);
  private static final Place PLACE = new Place(Path.of("data"), "./tidemark", "");
  private static final int WIDTH = 100;

  /** Numbers as long as PeeringDB's may get, in every column. */
  @Test
  void status_everythingThere_fitsATerminal() {
    Tally tally = new Tally(999_999, 999_999, 999_999, 999_999, 0, 0, 0, 0, 999_999, 0);
    List<Run> runs =
        List.of(
            run(10_000, new Run.Succeeded(new Position(9_999_999), tally, 99, 1)),
            run(9_999, new Run.Failed("UPSTREAM_UNAUTHENTICATED", "no")));
    Map<EntityType, Counts> counts = new HashMap<>();
    Map<EntityType, Cursor> cursors = new HashMap<>();
    for (EntityType type : SCHEMA.types()) {
      counts.put(
          type,
          new Counts(Map.of("ok", 999_999L, "deleted", 999_999L), 999_999, 9_999, 9_999, 9_999));
      cursors.put(type, new Cursor(NOW, true));
    }

    String text = status(runs, Holdings.of(SCHEMA, counts, cursors, List.of()));

    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
    assertThat(text.lines())
        .anyMatch(line -> line.matches("carrierfac +999,999 +999,999 +9,999 +9,999 +9,999 +0 .*"));
  }

  @Test
  void status_danglingReferences_areCountedByTypeAndListedByACommand() {
    List<Dangling> dangling =
        Collections.nCopies(12, new Dangling("netixlan", "1", "net_side_id -> fac 7"));

    String text = status(List.of(), Holdings.of(SCHEMA, Map.of(), Map.of(), dangling));

    assertThat(text.lines())
        .anyMatch(line -> line.matches("netixlan +0 +0 +0 +0 +0 +12 +-"))
        .contains(
            "12 optional references lead to a row that is not known: ./tidemark orphans --optional");
  }

  @Test
  void status_listToBeReadAgain_saysSoInsteadOfATime() {
    EntityType net = SCHEMA.type("net");

    String text =
        status(
            List.of(),
            Holdings.of(SCHEMA, Map.of(), Map.of(net, new Cursor(NOW, false)), List.of()));

    assertThat(text.lines()).anyMatch(line -> line.matches("net .* whole list next"));
  }

  @Test
  void summary_cycleThatSwept_saysWhatBecameOfWhat() {
    Sweeps sweeps = new Sweeps();
    sweeps.on(new SyncEvent.Swept(SCHEMA.type("net"), 12, 10, 3));
    sweeps.on(new SyncEvent.Swept(SCHEMA.type("org"), 1, 1, 0));
    Tally tally = new Tally(5, 0, 0, 0, 5, 0, 0, 0, 3, 2);

    List<String> lines = summary(Map.of(SCHEMA.type("net"), tally), sweeps);

    assertThat(lines)
        .contains(
            "swept 13 rows that the lists lack: 11 asked for, 3 vanished; the others wait for the"
                + " next full cycle")
        .anyMatch(line -> line.matches("type +staged .* vanished  purged .*"))
        .anyMatch(line -> line.matches("net +5 +0 +0 +0 +3 +2 +5 +0 +0"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
  }

  @Test
  void summary_cycleThatSweptNothing_doesNotSpeakOfIt() {
    assertThat(summary(Map.of(), new Sweeps()))
        .noneMatch(line -> line.contains("swept") || line.contains("vanished"));
  }

  private static Run run(long cycle, Run.Outcome outcome) {
    Instant end = NOW.plus(Duration.ofSeconds(29 * 60 + 59));
    return new Run(cycle, Mode.INCREMENTAL, NOW, Optional.of(new Run.Ended(end, outcome)));
  }

  private static String status(List<Run> runs, Holdings holdings) {
    StatusReport report =
        new StatusReport(
            runs,
            Optional.empty(),
            holdings,
            new Position(9_999_999),
            Optional.empty(),
            new Moment(NOW, ZoneOffset.UTC));
    return printed(out -> report.print(PLACE, out));
  }

  private static List<String> summary(Map<EntityType, Tally> tallies, Sweeps sweeps) {
    SyncReport report =
        new SyncReport(1, Mode.FULL, NOW, NOW, new Position(7), tallies, 13, 1_000, Map.of());
    return printed(out -> SyncSummary.of(SCHEMA, report, PLACE, sweeps).print(out))
        .lines()
        .toList();
  }

  private static String printed(Consumer<PrintWriter> report) {
    StringWriter text = new StringWriter();
    report.accept(new PrintWriter(text, true));
    return text.toString();
  }
}
