package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two who want to write to one replica: one does, the other is told who. */
final class TwoAtOnceTest {

  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  @AutoClose private Workplace place;

  @BeforeEach
  void sync() throws IOException {
    place = Workplace.synced(directory);
    place.upstream.on(
        "org", Answers.held(asked, mayAnswer, Answers.rows(Workplace.orgs(1, 2_000))));
  }

  @Test
  void sync_whileAnotherWaitsForItsUpstream_namesItsProcess() throws Exception {
    Image before = place.image();
    TidemarkProcess first = place.startSync(Surrounded.PLAIN, "--full");
    assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    place
        .sync()
        .assertFailed(
            1, "write to " + place.data, "process " + first.pid() + " is already writing there");
    assertThat(place.image()).isEqualTo(before);
    assertThat(place.look("status").out()).contains("running");

    mayAnswer.countDown();
    first.outcome().assertDone();
    assertThat(place.image().rows()).hasSize(2_001);
  }

  @Test
  void sync_startedTogether_oneWins() throws Exception {
    TidemarkProcess one = place.startSync(Surrounded.PLAIN, "--full");
    TidemarkProcess other = place.startSync(Surrounded.PLAIN, "--full");
    CompletableFuture.anyOf(one.onExit(), other.onExit()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    TidemarkProcess winner = one.isAlive() ? one : other;
    TidemarkProcess loser = one.isAlive() ? other : one;

    loser.outcome().assertFailed(1, "is already writing there", "choose another directory");
    mayAnswer.countDown();
    winner.outcome().assertDone();

    assertThat(place.image().rows()).hasSize(2_001);
    assertThat(place.image().position()).isEqualTo(2_001);
    assertThat(place.copy().query("SELECT status FROM _sync_run").toString())
        .isEqualTo("[{status=SUCCEEDED}, {status=SUCCEEDED}]");
    place.assertNextRunWorks();
  }

  @Test
  void sync_databaseLockedByAnotherProgram_changesNothing() throws Exception {
    Image before = place.image();
    try (Connection foreign =
            DriverManager.getConnection("jdbc:sqlite:" + place.data.resolve("replica.db"));
        Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      place
          .sync()
          .assertFailed(1, "replica.db", "another process holds the database", "close it there");
      assertThat(place.image()).isEqualTo(before);
      statement.execute("ROLLBACK");
    }
    mayAnswer.countDown();
    place.sync("--full").assertDone();
    assertThat(List.copyOf(place.image().rows().keySet())).hasSize(2_001);
  }
}
