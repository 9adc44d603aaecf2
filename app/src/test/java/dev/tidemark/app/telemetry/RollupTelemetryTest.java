package dev.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.Verified;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.Leadership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is told of rollups. */
final class RollupTelemetryTest {

  private static final String OF = " rollup=changes place=replica";
  private static final Instant HOUR = Instant.parse("2026-04-16T07:00:00Z");

  private final LogLines lines = new LogLines("tidemark.rollup");
  private final RollupLog log = new RollupLog(lines.logger);

  @Test
  void log_ticksThatGoWell_areForThoseWhoLookClosely() {
    log.on(tick(new Tick.Ran(3, Watermark.NONE, Watermark.at(7), false)));
    log.on(tick(new Tick.NothingDue()));
    log.on(tick(new Tick.LockBusy("process 7 on node", Library.NOW)));

    assertThat(lines.told())
        .containsExactly(
            "DEBUG rollup looked for changes" + OF + " cells=3 watermark=7 millis=5",
            "DEBUG rollup looked for changes" + OF + " millis=5",
            "DEBUG another is at a rollup"
                + OF
                + " holder=process 7 on node until=2026-04-16T08:30:00Z");
  }

  @Test
  void log_failure_isToldOnceUntilItIsAnotherOrOver() {
    String line =
        "WARN rollup could not take in what has changed, which is tried again" + OF + " reason=";
    fail("disk full");
    fail("disk full");
    assertThat(lines.told()).first().isEqualTo(line + "disk full");
    fail("locked");
    assertThat(lines.told()).containsExactly(line + "locked");

    log.on(tick(new Tick.NothingDue()));
    fail("locked");
    assertThat(lines.told()).last().isEqualTo(line + "locked");
  }

  private void fail(String reason) {
    log.on(tick(new Tick.Failed(reason)));
  }

  @Test
  void log_lag_isToldOnceUntilNothingWaits() {
    RollupEvent lagging = new RollupEvent.Lagging("changes", "replica", Duration.ofMinutes(90), 5);
    log.on(stood(Optional.of(HOUR)));
    log.on(lagging);
    log.on(stood(Optional.of(HOUR)));
    log.on(lagging);
    log.on(stood(Optional.empty()));
    log.on(lagging);

    String line = "rollup is behind its source" + OF + " age_seconds=5400 queued=5";
    assertThat(lines.told()).containsExactly("WARN " + line, "DEBUG " + line, "WARN " + line);
  }

  @Test
  void log_fillingAndChecking_matterWhereSomethingIsDifferent() {
    Span span = new Span(HOUR, HOUR.plusSeconds(3_600));
    log.on(new RollupEvent.PartComputed("changes", "replica", span, 4, 1, 2));
    log.on(
        new RollupEvent.Completed(
            "changes", "replica", new Backfilled(span, List.of(span), 1, 4, false)));
    log.on(checked(0));
    log.on(checked(2));
    log.on(new RollupEvent.LeaseLost("changes", "replica"));

    assertThat(lines.told())
        .containsExactly(
            "DEBUG part of a rollup computed" + OF + " part=" + span + " cells=4 done=1 parts=2",
            "INFO rollup is complete" + OF + " span=" + span + " parts=2 cells=4",
            "DEBUG rollup verified" + OF + " buckets=24 cells=9",
            "WARN rollup was not what its events add up to"
                + OF
                + " buckets=24 cells=9 mismatches=2 repaired=true",
            "WARN another took over the work on a rollup" + OF);
  }

  private static RollupEvent checked(long mismatches) {
    return new RollupEvent.Checked(
        "changes", "replica", new Verified(24, 9, mismatches, List.of(), mismatches > 0));
  }

  @Test
  void meters_ticks_areCountedByTheirResult() {
    Library library = new Library();
    Telemetry telemetry = observed(library);
    tell(telemetry, tick(new Tick.Ran(3, Watermark.NONE, Watermark.at(7), false)));
    tell(telemetry, tick(new Tick.LockBusy("another", Library.NOW)));
    tell(telemetry, tick(new Tick.LockBusy("another", Library.NOW)));
    tell(telemetry, tick(new Tick.Failed("disk full")));

    assertThat(telemetry.scrape().lines())
        .contains(ticks("ran", 1), ticks("lock_busy", 2), ticks("failed", 1))
        .contains(ticks("nothing_due", 0));
  }

  private static String ticks(String result, int count) {
    return "tidemark_rollup_ticks_total{place=\"replica\",result=\"%s\",rollup=\"changes\"} %d.0"
        .formatted(result, count);
  }

  /** Whoever does not look any more must not seem to be up to date. */
  @Test
  void meters_howItStood_growsOldWhileNobodyLooks() {
    Library library = new Library();
    Telemetry telemetry = observed(library);
    tell(telemetry, stood(Optional.of(Library.NOW.minusSeconds(60))));
    library.clock.advance(Duration.ofSeconds(30));

    assertThat(telemetry.scrape().lines())
        .contains(
            gauge("queued", 5),
            gauge("complete", 1),
            gauge("mismatches", 2),
            gauge("lock_misses", 4),
            gauge("age_seconds", 90),
            gauge("looked_seconds", 30));

    tell(telemetry, stood(Optional.empty()));
    assertThat(telemetry.scrape().lines())
        .contains(gauge("age_seconds", 0), gauge("looked_seconds", 0));
  }

  /** An alert on what was not looked at must not come from those who are not to look. */
  @Test
  void meters_anotherLeadsNow_sayNothingUntilThisOneLooksAgain() {
    Library library = new Library();
    Telemetry telemetry = observed(library);
    tell(telemetry, stood(Optional.empty()));

    tell(telemetry, new SyncEvent.LeadershipChanged(false));
    assertThat(telemetry.scrape().lines()).contains(looked("NaN"));
    tell(telemetry, stood(Optional.empty()));
    assertThat(telemetry.scrape().lines()).contains(looked("NaN"));

    tell(telemetry, new SyncEvent.LeadershipChanged(true));
    assertThat(telemetry.scrape().lines()).contains(looked("NaN"));
    tell(telemetry, stood(Optional.empty()));
    assertThat(telemetry.scrape().lines()).contains(looked("0.0"));
  }

  private static String looked(String seconds) {
    return "tidemark_rollup_looked_seconds{place=\"replica\",rollup=\"changes\"} " + seconds;
  }

  private static String gauge(String name, int value) {
    return "tidemark_rollup_%s{place=\"replica\",rollup=\"changes\"} %d.0".formatted(name, value);
  }

  private static Telemetry observed(Library library) {
    Telemetry telemetry = Telemetry.of(library.schema, library.clock, Map.of());
    telemetry.observe(library.observed(Leadership.always()));
    return telemetry;
  }

  private static void tell(Telemetry telemetry, Event event) {
    telemetry.listener().on(event);
  }

  private static RollupEvent tick(Tick tick) {
    return new RollupEvent.Ticked("changes", "replica", tick, Duration.ofMillis(5));
  }

  private static RollupEvent stood(Optional<Instant> waitingSince) {
    return new RollupEvent.Stood(
        "changes",
        "replica",
        new RollupStanding(
            Library.NOW,
            Watermark.at(7),
            waitingSince,
            5,
            OptionalLong.of(9),
            Optional.of(HOUR),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            4,
            2,
            Optional.empty()));
  }
}
