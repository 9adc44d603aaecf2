package dev.tidemark.app.telemetry;

import static dev.tidemark.app.telemetry.Library.AUTHOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.FakeMirrors;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorStatus.Lag;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.mirror.TableStatus;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.sync.spi.Leadership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MirrorMetersTest {

  private final Library library = new Library();
  private final FakeMirrors mirrors = new FakeMirrors();
  private final Telemetry telemetry = Telemetry.of(library.schema, library.clock, Map.of());

  @BeforeEach
  void observe() {
    telemetry.observe(
        library.observed(
            Leadership.always(), mirrors.at(Map.of("reporting", "db:3306/x"), Listener.NONE)));
  }

  @Test
  void scrape_beforeAnything_hasEverySeriesOfEachMirror() {
    assertThat(scrape())
        .contains(
            "tidemark_mirror_state{mirror=\"reporting\",state=\"live\"} 1.0",
            "tidemark_mirror_state{mirror=\"reporting\",state=\"setup_failed\"} 0.0",
            "tidemark_mirror_lag_changes{mirror=\"reporting\"} 0.0",
            "tidemark_mirror_lag_seconds{mirror=\"reporting\"} 0.0",
            "tidemark_mirror_changes_total{mirror=\"reporting\"} 0.0",
            "tidemark_mirror_rows_total{mirror=\"reporting\",type=\"book\",what=\"removed\"} 0.0",
            "tidemark_mirror_drift_total{kind=\"extra\",mirror=\"reporting\",type=\"book\"} 0.0",
            "tidemark_mirror_failures_total{mirror=\"reporting\",type=\"author\"} 0.0",
            "tidemark_mirror_quarantined{mirror=\"reporting\",type=\"author\"} 0.0",
            "tidemark_mirror_verified_seconds{mirror=\"reporting\",type=\"author\"} NaN");
  }

  @Test
  void scrape_everyMeterOfAMirror_isInTheDocument() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "telemetry.md"));

    assertThat(scrape().stream().filter(line -> line.startsWith("# TYPE tidemark_mirror")))
        .hasSize(9)
        .extracting(line -> line.split(" ")[2])
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void gauges_areReadWhenAsked() {
    mirrors.lag = new Lag(12, Optional.of(Library.NOW.minusSeconds(90)));
    mirrors.tables =
        List.of(
            new TableStatus(
                "author",
                Optional.of(new TableStatus.Verified(Library.NOW, 9, "9:1")),
                Optional.empty(),
                3));
    library.clock.advance(Duration.ofSeconds(10));

    assertThat(scrape())
        .contains(
            "tidemark_mirror_lag_changes{mirror=\"reporting\"} 12.0",
            "tidemark_mirror_lag_seconds{mirror=\"reporting\"} 100.0",
            "tidemark_mirror_quarantined{mirror=\"reporting\",type=\"author\"} 3.0",
            "tidemark_mirror_verified_seconds{mirror=\"reporting\",type=\"author\"} 10.0");
  }

  /** What is told is a sum for each table; what is counted are the rows of all of them. */
  @Test
  void rows_areCountedWhileTheyCome() {
    for (int time = 0; time < 2; time++) {
      tell(new MirrorEvent.CopyStarted("reporting", AUTHOR, 1_500));
      tell(new MirrorEvent.RowsCopied("reporting", AUTHOR, 1_000));
      tell(new MirrorEvent.RowsCopied("reporting", AUTHOR, 1_500));
    }
    tell(new MirrorEvent.ComparisonStarted("reporting", AUTHOR, 7));
    tell(new MirrorEvent.RowsCompared("reporting", AUTHOR, 7));

    assertThat(scrape())
        .contains(
            "tidemark_mirror_rows_total{mirror=\"reporting\",type=\"author\",what=\"copied\"}"
                + " 3000.0",
            "tidemark_mirror_rows_total{mirror=\"reporting\",type=\"author\",what=\"compared\"}"
                + " 7.0");
  }

  @Test
  void driftAndItsRepair_areCounted() {
    Comparison drift = new Comparison(AUTHOR, new Digest(9, 1), 1, 2, 3, 0, List.of());
    tell(new MirrorEvent.ComparisonEnded("reporting", drift));
    tell(new MirrorEvent.TableRepaired("reporting", new Repaired(drift, 4, 2, 0, "")));
    tell(new MirrorEvent.ChangesApplied("reporting", new Position(9), 5, Lag.NONE));
    tell(
        new MirrorEvent.TableFailed(
            "reporting", AUTHOR, new MirrorUnavailableException("gone", null)));

    assertThat(scrape())
        .contains(
            "tidemark_mirror_drift_total{kind=\"different\",mirror=\"reporting\",type=\"author\"}"
                + " 3.0",
            "tidemark_mirror_rows_total{mirror=\"reporting\",type=\"author\",what=\"written\"} 4.0",
            "tidemark_mirror_rows_total{mirror=\"reporting\",type=\"author\",what=\"removed\"} 2.0",
            "tidemark_mirror_changes_total{mirror=\"reporting\"} 5.0",
            "tidemark_mirror_failures_total{mirror=\"reporting\",type=\"author\"} 1.0");
  }

  private void tell(MirrorEvent event) {
    telemetry.listener().on(event);
  }

  private List<String> scrape() {
    return telemetry.scrape().lines().toList();
  }
}
