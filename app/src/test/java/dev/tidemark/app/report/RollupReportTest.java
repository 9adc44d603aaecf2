package dev.tidemark.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.report.RollupReport.State;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.RollupStanding.Failure;
import dev.tidemark.core.rollup.RollupStanding.Success;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.Verified;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.Watermark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class RollupReportTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final RollupReport.Reader READER =
      new RollupReport.Reader(
          new Moment(NOW, ZoneOffset.UTC), new Place(Path.of("data"), "./tidemark", ""));
  private static final Span YEAR = span("2026-01-01T00:00:00Z", "2026-04-11T00:00:00Z");

  private Optional<Instant> waiting = Optional.empty();
  private Optional<Instant> complete = Optional.of(NOW.minusSeconds(86_400));
  private Optional<Walk> walk = Optional.empty();
  private Optional<Success> success = Optional.of(new Success(NOW.minusSeconds(30), 1_234));
  private Optional<Failure> failure = Optional.empty();
  private Optional<RollupStanding.Writer> busy = Optional.empty();

  @Test
  void status_allIsWell_saysSo() {
    RollupReport report = report();

    assertThat(report.state()).isEqualTo(State.UP_TO_DATE);
    assertThat(report.warnings()).isEmpty();
    assertThat(lines(report::print))
        .containsExactly(
            "traffic in reporting: up to date",
            "  source          call by at, per hour",
            "  keys            country, service",
            "  measures        kinds, calls, last",
            "  watermark       4,711",
            "  waiting         2 notes, 12 rows of the source",
            "  complete since  2026-04-15 08:30:00",
            "  last success    2026-04-16 08:29:30, 1,234 cells",
            "  last failure    never",
            "  lock misses     7",
            "  mismatches      3",
            "  written by      nobody now");
  }

  @Test
  void status_neverFilled_saysHowTo() {
    complete = Optional.empty();

    assertThat(report().state()).isEqualTo(State.NOT_FILLED);
    assertThat(report().warnings())
        .containsExactly(
            "traffic in reporting: it was never filled; ./tidemark rollup backfill traffic fills it");
  }

  @Test
  void status_halfFilled_showsHowFar() {
    complete = Optional.empty();
    walk =
        Optional.of(
            new Walk(
                YEAR,
                Watermark.NONE,
                List.of(span("2026-01-01T00:00:00Z", "2026-02-20T00:00:00Z"))));
    busy = Optional.of(new RollupStanding.Writer("host 17", NOW.plusSeconds(60)));

    assertThat(lines(report()::print))
        .contains(
            "  backfill        50 % done of 2026-01-01 00:00:00 to 2026-04-11 00:00:00",
            "  written by      host 17, until 2026-04-16 08:31:00 at least");
    assertThat(report().warnings())
        .containsExactly(
            "traffic in reporting: it is not filled yet; ./tidemark rollup backfill traffic goes"
                + " on");
    assertThat(Json.line(report().json()))
        .contains(
            "\"backfill\":{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-04-11T00:00:00Z\","
                + "\"percent\":50,\"done\":[{\"from\":\"2026-01-01T00:00:00Z\","
                + "\"to\":\"2026-02-20T00:00:00Z\"}]}");
  }

  @Test
  void status_aChangeWaits_isWorthAWarningWhenItDoesForLong() {
    waiting = Optional.of(NOW.minusSeconds(3_600));
    assertThat(report().state()).isEqualTo(State.WAITING);
    assertThat(report().warnings()).isEmpty();
    assertThat(lines(report()::print))
        .contains(
            "  waiting         2 notes, 12 rows of the source; the oldest since 2026-04-16"
                + " 07:30:00, for 1 h");

    waiting = Optional.of(NOW.minusSeconds(7_200));
    assertThat(report().state()).isEqualTo(State.LAGGING);
    assertThat(report().warnings())
        .containsExactly(
            "traffic in reporting: a change waits for 2 h; ./tidemark rollup run traffic takes it"
                + " in");
  }

  @Test
  void status_failing_saysWhy() {
    failure = Optional.of(new Failure(NOW.minusSeconds(10), "disk\nfull"));

    assertThat(report().state()).isEqualTo(State.FAILING);
    assertThat(report().warnings()).containsExactly("traffic in reporting: it fails: disk full");
    assertThat(lines(report()::print))
        .contains(
            "traffic in reporting: failing", "  last failure    2026-04-16 08:29:50, disk full");
  }

  @Test
  void status_failedOnceLongAgo_isNotFailing() {
    failure = Optional.of(new Failure(NOW.minusSeconds(600), "disk full"));

    assertThat(report().state()).isEqualTo(State.UP_TO_DATE);
    assertThat(report().warnings()).isEmpty();
  }

  @Test
  void json_everything_isThere() {
    assertThat(Json.line(report().json()))
        .isEqualTo(
            "{\"rollup\":\"traffic\",\"place\":\"reporting\",\"source\":\"call\",\"time\":\"at\","
                + "\"bucket\":\"hour\",\"keys\":[\"country\",\"service\"],"
                + "\"measures\":[\"kinds\",\"calls\",\"last\"],\"state\":\"up_to_date\","
                + "\"warnings\":[],\"watermarkTime\":null,\"watermarkSequence\":4711,\"ageSeconds\":0.0,\"queued\":2,"
                + "\"behind\":12,\"waitingSince\":null,"
                + "\"completeSince\":\"2026-04-15T08:30:00Z\",\"backfill\":null,"
                + "\"lastSuccess\":\"2026-04-16T08:29:30Z\",\"lastSuccessCells\":1234,"
                + "\"lastFailure\":null,\"lastFailureReason\":null,\"lockMisses\":7,"
                + "\"mismatches\":3,\"writer\":null,\"busyUntil\":null}");
  }

  @Test
  void ticked_eachResult_isNamed() {
    Watermark mark = Watermark.at(1);

    assertThat(ticked(0, new Tick.NothingDue())).isEqualTo("traffic in reporting: NOTHING_DUE");
    assertThat(ticked(2, new Tick.Ran(1, mark, mark, false)))
        .isEqualTo("traffic in reporting: RAN: 9 cells in 2 ticks");
    assertThat(ticked(0, new Tick.LockBusy("process 7 on a", NOW)))
        .isEqualTo(
            "traffic in reporting: LOCK_BUSY: process 7 on a writes to it, until 2026-04-16"
                + " 08:30:00 at least");
    assertThat(ticked(1, new Tick.Failed("disk full")))
        .isEqualTo("traffic in reporting: FAILED: disk full; before that, 9 cells in 1 tick");
  }

  private static String ticked(long ticks, Tick last) {
    TickedReport report = new TickedReport(Traffic.HOURLY, "reporting", ticks, 9, last, READER);
    return lines(report::print).get(0);
  }

  @Test
  void filled_dryRun_listsTheParts() {
    List<Span> parts = Slice.DAY.of(YEAR);
    Backfilled done = new Backfilled(YEAR, parts.subList(50, 100), 50, 0, true);

    assertThat(lines(new FilledReport(Traffic.HOURLY, "reporting", done, READER)::print))
        .startsWith("from                 until before", "2026-02-20 00:00:00  2026-02-21 00:00:00")
        .endsWith(
            "and 26 more; --json lists all",
            "",
            "traffic in reporting: 50 parts would be computed, 50 parts before; nothing was written");
  }

  @Test
  void checked_mismatches_areShownAndSaidToBeRepaired() {
    Verified found =
        new Verified(
            24, 312, 7, List.of(Traffic.cell("2026-04-16T08:00:00Z", null, "api", 1_234)), true);

    assertThat(lines(new CheckedReport(Traffic.HOURLY, "reporting", found, ZoneOffset.UTC)::print))
        .containsExactly(
            "bucket               country  service  kinds  calls  last",
            "2026-04-16 08:00:00  -        api          1  1,234  2026-04-16 08:00:59",
            "and 6 more",
            "",
            "traffic in reporting: 7 of 312 cells of 24 buckets differed from their events; they"
                + " were computed anew, and are right now");
  }

  private RollupReport report() {
    RollupStanding standing =
        new RollupStanding(
            NOW,
            Watermark.at(4_711),
            waiting,
            2,
            OptionalLong.of(12),
            complete,
            walk,
            success,
            failure,
            7,
            3,
            busy);
    return new RollupReport(Traffic.HOURLY, "reporting", standing, Duration.ofHours(1), READER);
  }

  private static Span span(String from, String to) {
    return new Span(Instant.parse(from), Instant.parse(to));
  }

  private static List<String> lines(Consumer<PrintWriter> printed) {
    StringWriter text = new StringWriter();
    printed.accept(new PrintWriter(text, true));
    return text.toString().lines().toList();
  }
}
