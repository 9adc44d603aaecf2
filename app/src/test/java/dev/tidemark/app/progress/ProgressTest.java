package dev.tidemark.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.testkit.time.ManualClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType NET = EntityType.named("net").key("id").integer("id").build();

  private final StringWriter written = new StringWriter();
  private final PrintWriter err = new PrintWriter(written, true);
  private final ManualClock clock = ManualClock.at(NOW);

  @Test
  void plain_fetches_areOneLineEach() {
    PlainProgress progress = new PlainProgress(err, clock);

    fetch(progress, new Fetch.Everything(NET), 34_235, 12_100_000);
    fetch(progress, new Fetch.Since(NET, NOW), 1, 310);
    fetch(progress, new Fetch.ByKey(NET, List.of(RowKey.of(1L))), 0, 22);
    progress.on(new SyncEvent.ApplyStarted(1));

    assertThat(written.toString().lines())
        .containsExactly(
            "net           list          34,235 rows   12.1 MB     3.2 s",
            "net           changes            1 row      310 B     3.2 s",
            "net           parents            0 rows      22 B     3.2 s",
            "applying");
  }

  @Test
  void bars_fetch_leavesOneLine() {
    try (BarProgress progress = new BarProgress(err, clock)) {
      progress.on(new SyncEvent.RowsStaged(NET, 1_000));
      fetch(progress, new Fetch.Everything(NET), 34_235, 12_100_000);
    }

    assertThat(written.toString())
        .endsWith(
            "\rnet           list          34,235 rows   12.1 MB     3.2 s"
                + System.lineSeparator());
  }

  @Test
  void bars_failure_wipesTheBar() {
    BarProgress progress = new BarProgress(err, clock);
    progress.on(new SyncEvent.FetchStarted(new Fetch.Everything(NET)));

    progress.close();
    progress.close();

    assertThat(written.toString()).endsWith("\r" + " ".repeat(78) + "\r");
  }

  @Test
  void bar_whileRowsCome_showsThemAndTheirRate() {
    String start = BarRenderer.render("net", 0, Duration.ZERO, 60);
    String later = BarRenderer.render("net", 12_000, Duration.ofMillis(800), 60);

    assertThat(start).startsWith("net           0 rows [###-----------------] 0 rows/s");
    assertThat(later)
        .startsWith("net      12,000 rows [----###-------------] 15,000 rows/s")
        .hasSize(60);
  }

  @Test
  void warnings_whatAPersonShouldKnow_isOneLineEach() {
    Warnings warnings = new Warnings(err);

    warnings.on(new SyncEvent.UnknownFields(NET, Set.of("meta", "colour")));
    warnings.on(new SyncEvent.FutureVersions(NET, 2, NOW));
    warnings.on(new SyncEvent.ParentsGivenUp(NET, 1));
    warnings.on(new SyncEvent.ApplyStarted(1));

    assertThat(written.toString().lines())
        .containsExactly(
            "warning: net has fields that the schema lacks, kept in _extra: colour, meta",
            "warning: net: 2 rows with a version that cannot be true yet,"
                + " up to 2026-04-16T08:30:00Z; stored, but followed no further",
            "warning: 1 parent of type net could not be fetched; rows that need them wait");
  }

  private void fetch(Listener progress, Fetch what, long rows, long bytes) {
    progress.on(new SyncEvent.FetchStarted(what));
    clock.advance(Duration.ofMillis(3_200));
    progress.on(
        new SyncEvent.FetchEnded(what, new Fetched(rows, bytes, 1, Optional.empty(), Set.of())));
  }
}
