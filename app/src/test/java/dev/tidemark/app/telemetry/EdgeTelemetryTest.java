package dev.tidemark.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.SubscriberStatus;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an edge tells Prometheus. */
final class EdgeTelemetryTest {

  private static final SnapshotVersion VERSION = new SnapshotVersion(1_764_547_200_000L, 3);

  @AutoClose
  private final EdgeTelemetry telemetry =
      new EdgeTelemetry(List.of("public"), ManualClock.at("2026-04-16T08:30:00Z"));

  private void observe(Supplier<SubscriberStatus> status) {
    OriginStanding origin =
        new OriginStanding(
            OriginStanding.State.UNHEALTHY,
            Optional.of(Instant.EPOCH),
            Optional.of(250L),
            7,
            2,
            Optional.of("away"));
    telemetry.observe(status, Optional.of(() -> origin));
  }

  @Test
  void scrape_everyMeter_isInTheDocument() throws IOException {
    observe(() -> new SubscriberStatus(Map.of(), List.of(), List.of()));

    String page = Files.readString(Path.of("..", "docs", "telemetry.md"));
    assertThat(telemetry.scrape().lines().filter(line -> line.startsWith("# TYPE ")))
        .isNotEmpty()
        .extracting(line -> line.split(" ")[2])
        .filteredOn(name -> !name.endsWith("_max"))
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void scrape_beforeAnythingCame_hasEverySeries() {
    observe(() -> new SubscriberStatus(Map.of(), List.of(), List.of()));

    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_edge_verdicts_total{code=\"rejected_old\",snapshot=\"public\"} 0.0",
            "tidemark_edge_verdicts_total{code=\"rejected_auth\",snapshot=\"other\"} 0.0",
            "tidemark_edge_received_bytes_total{snapshot=\"public\"} 0.0",
            "tidemark_edge_snapshot_age_seconds{snapshot=\"public\"} NaN",
            "tidemark_edge_receptions 0.0",
            "tidemark_edge_origin_healthy 0.0",
            "tidemark_edge_origin_latency_seconds 0.25",
            "tidemark_edge_origin_checks 7.0",
            "tidemark_edge_origin_failures 2.0");
  }

  @Test
  void verdicts_ofWhatIsNotTaken_makeNoNewSeries() {
    received("made-up-1", new Verdict(Code.REJECTED_AUTH, "no"), 0);
    received("made-up-2", new Verdict(Code.REJECTED_AUTH, "no"), 0);
    received("public", Verdict.of(Code.ACCEPTED), 4_096);

    assertThat(telemetry.scrape())
        .contains(
            "tidemark_edge_verdicts_total{code=\"rejected_auth\",snapshot=\"other\"} 2.0",
            "tidemark_edge_received_bytes_total{snapshot=\"public\"} 4096.0")
        .doesNotContain("made-up");
  }

  private void received(String snapshot, Verdict verdict, long bytes) {
    telemetry
        .listener()
        .on(
            new SnapshotEvent.Received(
                snapshot, VERSION, "origin", verdict, bytes, Duration.ofMillis(1)));
  }

  @Test
  void status_thatCannotBeRead_isNoNumberAndNoFailure() {
    observe(
        () -> {
          throw new StorageException("look: the disk is away", true);
        });

    assertThat(telemetry.scrape().lines())
        .contains(
            "tidemark_edge_snapshot_sequence{snapshot=\"public\"} NaN",
            "tidemark_edge_receptions NaN");
  }
}
