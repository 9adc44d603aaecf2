package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and its like: the cycle ends soon, is written down, and leaves nothing behind. */
final class StoppedTest {

  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  @TempDir Path directory;
  private final CountDownLatch begun = new CountDownLatch(1);
  @AutoClose private Workplace place;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    place = Workplace.synced(directory);
    before = place.image();
  }

  @Test
  void interrupt_whileRowsCome_isCancelled() throws Exception {
    stop("INT", INTERRUPTED, Answers.endless(Workplace.row(1), begun));
  }

  @Test
  void interrupt_whileTheBodyStalls_isCancelled() throws Exception {
    stop("INT", INTERRUPTED, Answers.stalled(Workplace.orgs(1, 2_500), begun));
  }

  @Test
  void interrupt_beforeTheUpstreamAnswers_isCancelled() throws Exception {
    stop("INT", INTERRUPTED, Answers.silence(begun));
  }

  @Test
  void terminate_whileTheBodyStalls_isCancelled() throws Exception {
    stop("TERM", TERMINATED, Answers.stalled(Workplace.orgs(1, 2_500), begun));
  }

  private void stop(String signal, int code, Answer answer) throws Exception {
    place.upstream.on("org", answer);
    TidemarkProcess sync = place.startSync(Surrounded.heedingSignals(), "--full");
    assertThat(begun.await(60, TimeUnit.SECONDS)).as(sync.errors()).isTrue();

    sync.signal(signal);
    sync.outcome().assertFailed(code, "org", "stopped");

    assertThat(place.image()).isEqualTo(before);
    place.assertNoThrowAwayStaging();
    assertThat(
            place.copy().query("SELECT status, error_code FROM _sync_run WHERE cycle = 2").get(0))
        .containsEntry("status", "FAILED")
        .containsEntry("error_code", "CANCELLED");
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 5)));
    place.assertNextRunWorks();
    assertThat(place.image().rows()).hasSize(6);
  }
}
