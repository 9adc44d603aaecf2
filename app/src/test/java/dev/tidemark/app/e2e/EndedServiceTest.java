package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.Stock.Kind;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process ends at one request or another of its cycle, and the next one goes on. */
@Tag("proof")
final class EndedServiceTest {

  private static final int PATIENCE_SECONDS = 60;
  private static final String SHORT_DRAIN =
      "http: {sync-token: " + Served.TOKEN + ", drain: 200ms}";

  @TempDir Path directory;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  @AutoClose private Stocked stocked;

  @BeforeEach
  void stock() throws IOException {
    stocked = Stocked.in(directory);
    stocked.clock.set(Instant.now());
  }

  private void hold(String type, Kind kind) {
    stocked.on(type, kind, Answers.held(asked, never, Answers.rows()));
  }

  private void awaitAsked() throws InterruptedException {
    assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "KILL, LIST",
    "KILL, WINDOW",
    "KILL, KEYS",
    "TERM, LIST",
    "TERM, WINDOW",
    "TERM, KEYS"
  })
  void serve_endedAtAnyRequest_changesNothingAndTheNextGoesOn(String signal, Kind kind)
      throws Exception {
    stocked.place.sync().assertDone();
    Image before = stocked.place.image();
    stocked.of("net").forget(5);
    stocked.of("org").put(Stocked.changed(1));
    try (Served served = stocked.place.serve(Surrounded.PLAIN, SHORT_DRAIN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      hold("net", kind);
      served.sync("?mode=full");
      awaitAsked();

      served.process.signal(signal);

      assertThat(served.process.exitCode()).isEqualTo(signal.equals("KILL") ? 137 : 0);
    }
    assertThat(stocked.place.image()).isEqualTo(before);
    assertThat(stocked.lastRun())
        .containsEntry("status", signal.equals("KILL") ? "RUNNING" : "FAILED");

    stocked.recover();
    stocked.asked();
    stocked.place.sync("--full").assertDone();
    assertThat(stocked.asked()).doesNotContain("org LIST").contains("org WINDOW", "net KEYS");
    assertThat(stocked.place.image().changedSince(before))
        .containsExactlyInAnyOrder("org 1", "net 5");
    stocked.place.assertNextRunWorks();
  }

  @Test
  void firstLoad_killedAtItsLastList_goesOnWithThatList() throws Exception {
    hold("poc", Kind.LIST);
    TidemarkProcess first = stocked.place.startSync(Surrounded.PLAIN);
    awaitAsked();
    first.killAfter(0);
    stocked.recover();
    stocked.asked();

    stocked.place.sync().assertDone();

    assertThat(stocked.asked())
        .containsExactly("poc LIST", "org WINDOW", "net WINDOW", "fac WINDOW");
    assertThat(stocked.place.image().rows()).hasSize(Stocked.ROWS * Stocked.TYPES.size());
    stocked.place.assertNextRunWorks();
  }
}
