package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody removes or replaces the lock of a service in the middle of its cycle. */
@Tag("proof")
final class LostLeadershipTest {

  private static final int PATIENCE_SECONDS = 60;
  private static final String TOKEN = "http: {sync-token: " + Served.TOKEN + "}";

  @TempDir Path directory;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  @AutoClose private Workplace place;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    place = Workplace.synced(directory);
    before = place.image();
  }

  /** Orders a cycle; returns when the body of its first answer has stalled. */
  private void stall(Served served) throws Exception {
    served.awaitStanding(each -> !each.get("next").isNull());
    place.upstream.on("org", Answers.stalled(Workplace.orgs(1, 2_500), begun));
    assertThat(served.sync("?mode=full").statusCode()).isEqualTo(202);
    assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private Path lock() {
    return place.data.resolve("replica.lock");
  }

  @Test
  void lockRemoved_cycleIsCancelledAndTheServiceTakesItUpAgain() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      stall(served);
      Files.delete(lock());

      served.awaitLog("leadership lost");
      served.awaitLog("leadership won");
      assertLeadsAgain(served);
    }
  }

  @Test
  void lockOfAnotherProcess_cycleIsCancelledAndTheServiceFollowsUntilItIsGone() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      stall(served);
      Files.delete(lock());
      try (FileChannel other =
          FileChannel.open(lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        assertThat(other.tryLock()).isNotNull();

        JsonNode standing =
            served.awaitStanding(
                each -> !each.get("leader").asBoolean() && each.get("running").isNull());
        assertThat(standing.get("next").isNull()).isTrue();
        assertThat(served.sync("").statusCode()).isEqualTo(503);
        served.awaitReadiness(200);
        assertThat(place.image()).isEqualTo(before);
      }
      assertLeadsAgain(served);
    }
  }

  /**
   * The one who was replaced must not commit what it has, though its upstream answers at last. It
   * is stopped meanwhile: it would be the first to take up the lock again.
   */
  @Test
  void lockTakenByAnotherWriter_onlyThatOneCommits() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      served.awaitStatus("rest", LostLeadershipTest::isAtRest);
      place.upstream.on(
          "org", Answers.held(begun, mayAnswer, Answers.rows(Workplace.orgs(1, 2_000))));
      assertThat(served.sync("?mode=full").statusCode()).isEqualTo(202);
      assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      place.upstream.on("org", Answers.rows(Workplace.orgs(1, 5)));

      served.process.signal("STOP");
      Files.delete(lock());
      place.sync("--full").assertDone();
      mayAnswer.countDown();
      served.process.signal("CONT");

      assertLeadsAgain(served);
    }
  }

  /** Who is stopped while it writes keeps all others from it: what is done at the start is done. */
  private static boolean isAtRest(JsonNode status) {
    return status.at("/rollups/0/completeSince").isTextual()
        && Served.hasRun(status.get("jobs"), "feed-retention");
  }

  private void assertLeadsAgain(Served served) throws Exception {
    served.awaitLog("cycle failed");
    served.awaitStanding(each -> each.get("leader").asBoolean() && !each.get("next").isNull());
    assertThat(place.image().rows().size()).isIn(before.rows().size(), 6);
    assertThat(place.copy().query("SELECT error_code FROM _sync_run WHERE cycle = 2").toString())
        .containsAnyOf("CANCELLED", "DIED");
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 5)));

    assertThat(served.sync("?mode=full").statusCode()).isEqualTo(202);
    served.awaitLog("cycle succeeded");

    assertThat(served.terminate()).as(served.process.errors()).isZero();
    assertThat(place.image().rows()).hasSize(6);
    place.assertNextRunWorks();
  }
}
