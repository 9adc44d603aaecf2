package dev.tidemark.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Progress;
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

  private static final EntityType PAIR =
      EntityType.named("pair").key("a", "b").integer("a", "b").build();

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
            "net           by key             0 rows      22 B     3.2 s",
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
  void plain_otherSteps_areOneLineEach() {
    PlainProgress progress = new PlainProgress(err, clock);

    steps().forEach(progress::on);

    assertThat(written.toString().lines()).containsExactlyElementsOf(STEPS);
  }

  @Test
  void bars_otherSteps_areOneLineEach() {
    try (BarProgress progress = new BarProgress(err, clock)) {
      steps().forEach(progress::on);
    }

    assertThat(written.toString().lines()).containsExactlyElementsOf(STEPS);
  }

  @Test
  void bars_fetchThatFails_isWipedBeforeTheWarning() {
    try (BarProgress progress = new BarProgress(err, clock)) {
      progress.on(new SyncEvent.FetchStarted(new Fetch.Since(NET, NOW)));
      progress.on(new SyncEvent.FellBack(NET, new UpstreamUnavailableException("reset")));

      assertThat(written.toString()).endsWith("\r" + " ".repeat(78) + "\r");
    }
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
    UpstreamUnavailableException reset = new UpstreamUnavailableException("read net:\nreset");
    Warnings warnings = new Warnings(err, "./tidemark sync --accept-vanished");

    warnings.on(new SyncEvent.UnknownFields(NET, Set.of("meta", "colour")));
    warnings.on(new SyncEvent.FutureVersions(NET, 2, NOW));
    warnings.on(new SyncEvent.ParentsGivenUp(NET, 1));
    warnings.on(new SyncEvent.SweepRefused(NET, 900, 35_000, "more than 5 % are gone"));
    warnings.on(new SyncEvent.SweepRefused(PAIR, 1, 2, "it cannot be asked for"));
    warnings.on(new SyncEvent.FellBack(NET, reset));
    warnings.on(new SyncEvent.WindowLeftOut(NET, reset));
    warnings.on(new SyncEvent.KeysLeftOut(NET, reset));
    warnings.on(new SyncEvent.MemoryHigh(450_000_000, 0));
    warnings.on(new SyncEvent.MemoryHigh(450_000_000, 700_000_000));
    warnings.on(new SyncEvent.ApplyStarted(1));

    assertThat(written.toString().lines())
        .containsExactly(
            "warning: net has fields that the schema lacks, kept in _extra: colour, meta",
            "warning: net: 2 rows with a version that cannot be true yet,"
                + " up to 2026-04-16T08:30:00Z; stored, but followed no further",
            "warning: 1 parent of type net could not be fetched; rows that need them wait",
            "warning: net: 900 rows of 35,000 not in the list, none is marked as vanished: more than"
                + " 5 % are gone; to accept it: ./tidemark sync --accept-vanished",
            "warning: pair: 1 row of 2 not in the list, none is marked as vanished: it cannot be"
                + " asked for",
            "warning: net: the whole list is read, because what changed could not be:"
                + " read net: reset",
            "warning: net: what changed behind its list is read next time, because now it could not"
                + " be: read net: reset",
            "warning: net: rows that should have been asked for by key could not be, and are next"
                + " time: read net: reset",
            "warning: the cycle had up to 450.0 MB of heap in use",
            "warning: the cycle had up to 450.0 MB of heap in use, the process up to 700.0 MB of"
                + " memory");
  }

  private static final List<String> STEPS =
      List.of(
          "the last full cycle is too long ago: reading whole lists",
          "the upstream is asked with another key or address than before: reading whole lists",
          "net           kept          34,235 rows from an earlier cycle",
          "net           sweep             12 rows not in the list, 10 asked for, 3 vanished",
          "attempt 2 at 2026-04-16 08:30:30",
          "applying");

  private static List<SyncEvent> steps() {
    return List.of(
        new SyncEvent.CycleStarted(1, Mode.FULL, NOW),
        new SyncEvent.FullForced(1, Reason.FRESH),
        new SyncEvent.FullForced(1, Reason.OVERDUE),
        new SyncEvent.FullForced(1, Reason.IDENTITY),
        new SyncEvent.Resumed(
            NET,
            new Progress(
                Progress.Step.LIST, NOW, "", 34_235, Optional.empty(), Optional.empty(), false)),
        new SyncEvent.Swept(NET, 12, 10, 3),
        new SyncEvent.RetryScheduled(2, NOW.plusSeconds(30)),
        new SyncEvent.ApplyStarted(1));
  }

  private void fetch(Listener progress, Fetch what, long rows, long bytes) {
    progress.on(new SyncEvent.FetchStarted(what));
    clock.advance(Duration.ofMillis(3_200));
    progress.on(
        new SyncEvent.FetchEnded(what, new Fetched(rows, bytes, 1, Optional.empty(), Set.of())));
  }

  @Test
  void mirror_tables_areOneLineEach() {
    try (MirrorProgress progress = new MirrorProgress(err, clock, false)) {
      mirror(progress);
    }

    assertThat(written.toString().lines())
        .containsExactly(
            "reporting net           copied        34,235 rows     3.2 s",
            "reporting net           compared           1 row      3.2 s  2 differ",
            "reporting: all tables are compared, since its place in the feed is lost: it is another");
  }

  @Test
  void mirror_onATerminal_leavesTheSameLines() {
    try (MirrorProgress progress = new MirrorProgress(err, clock, true)) {
      mirror(progress);
    }

    assertThat(written.toString())
        .contains(
            "\rreporting net           copied        34,235 rows     3.2 s"
                + System.lineSeparator());
  }

  @Test
  void bar_lengthKnown_fillsUp() {
    assertThat(BarRenderer.render("net copy", 17_000, 34_000, Duration.ofSeconds(1), 70))
        .isEqualTo("net copy      17,000 of 34,000 rows [##########----------] 17,000 rows/s");
    assertThat(BarRenderer.render("net copy", 9, 0, Duration.ofSeconds(1), 70)).contains("[####");
  }

  private void mirror(MirrorProgress progress) {
    progress.on(new MirrorEvent.CopyStarted("reporting", NET, 34_000));
    progress.on(new MirrorEvent.RowsCopied("reporting", NET, 1_000));
    clock.advance(Duration.ofMillis(3_200));
    progress.on(new MirrorEvent.CopyEnded("reporting", NET, 34_235));
    progress.on(new MirrorEvent.ComparisonStarted("reporting", NET, 1));
    clock.advance(Duration.ofMillis(3_200));
    progress.on(new MirrorEvent.RowsCompared("reporting", NET, 1));
    progress.on(
        new MirrorEvent.ComparisonEnded(
            "reporting", new Comparison(NET, new Digest(1, 1), 0, 1, 1, 0, List.of())));
    progress.on(new MirrorEvent.PlaceLost("reporting", new Position(3), "it is another"));
  }
}
