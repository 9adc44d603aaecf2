package dev.tidemark.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupEvent.PartComputed;
import dev.tidemark.core.rollup.Span;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RollupProgressTest {

  private static final Span JANUARY =
      new Span(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));

  private final StringWriter written = new StringWriter();
  private final PrintWriter err = new PrintWriter(written, true);

  @Test
  void parts_inAPipe_areOneLineEach() {
    try (RollupProgress progress = new RollupProgress(err, false)) {
      assertThat(progress.last()).isEmpty();
      progress.on(part(3, 1_234));
      progress.on(part(4, 1));
      progress.on(completed());

      assertThat(progress.last()).contains(part(4, 1));
    }

    assertThat(written.toString().lines())
        .containsExactly(
            "changes in replica  3 of 12 parts  2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z"
                + "  1,234 cells",
            "changes in replica  4 of 12 parts  2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z"
                + "  1 cell");
  }

  @Test
  void parts_onATerminal_areABarThatGoesAway() {
    RollupProgress progress = new RollupProgress(err, true);
    progress.on(part(3, 1_234));
    progress.on(part(6, 1_234));
    progress.on(completed());
    String afterTheEnd = written.toString();
    progress.close();

    assertThat(afterTheEnd)
        .contains("\rchanges in replica  6 of 12 parts [##########----------]")
        .endsWith("\r" + " ".repeat(78) + "\r")
        .doesNotContain("\n");
    assertThat(written.toString()).isEqualTo(afterTheEnd);
  }

  @Test
  void bar_ofParts_hasNoRate() {
    assertThat(PartsRenderer.render("changes in replica", 3, 12, 60))
        .isEqualTo("changes in replica  3 of 12 parts [#####---------------]    ")
        .hasSize(60);
  }

  private static PartComputed part(int done, long cells) {
    return new PartComputed("changes", "replica", JANUARY, cells, done, 12);
  }

  private static RollupEvent completed() {
    return new RollupEvent.Completed(
        "changes", "replica", new Backfilled(JANUARY, List.of(JANUARY), 0, 1, false));
  }
}
