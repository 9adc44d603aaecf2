package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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

/** Two services on one data directory: one syncs, the other answers and takes over. */
@Tag("proof")
final class TwoServicesTest {

  private static final int PATIENCE_SECONDS = 60;
  private static final String TOKEN = "http: {sync-token: " + Served.TOKEN + "}";

  @TempDir Path directory;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  @AutoClose private Workplace place;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.in(directory);
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 3)));
    place.upstream.on("net", Answers.rows(Workplace.row(1, "org_id", "1")));
  }

  @Test
  void follower_answersFromTheSameReplicaAndTakesNoOrders() throws Exception {
    place.upstream.on("org", Answers.held(asked, mayAnswer, Answers.rows(Workplace.orgs(1, 3))));
    try (Served leader = place.serve(Surrounded.PLAIN, TOKEN);
        Served follower = place.serve(Surrounded.PLAIN, TOKEN)) {
      assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(follower.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(follower.standing().get("leader").asBoolean()).isFalse();
      HttpResponse<String> refused = follower.sync("?mode=full");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body())
          .isEqualTo("{\"error\":\"another process writes to this replica; ask that one\"}\n");
      assertThat(follower.get("/metrics").body()).contains("tidemark_leadership 0.0");

      mayAnswer.countDown();

      follower.awaitReadiness(200);
      assertThat(follower.status().at("/runs/0/outcome").asText()).isEqualTo("ok");
      assertThat(follower.status().at("/types/org/rows").asLong()).isEqualTo(3);
      assertThat(leader.standing().get("leader").asBoolean()).isTrue();
      assertThat(follower.terminate()).as(follower.process.errors()).isZero();
      assertThat(leader.sync("").statusCode()).isEqualTo(202);
      assertThat(leader.terminate()).isZero();
    }
    assertThat(place.image().rows()).hasSize(4);
  }

  @Test
  void follower_leaderIsKilledInMidCycle_takesOverAndReaps() throws Exception {
    place.sync().assertDone();
    try (Served leader = place.serve(Surrounded.PLAIN, TOKEN);
        Served follower = place.serve(Surrounded.PLAIN, TOKEN)) {
      leader.awaitStanding(each -> !each.get("next").isNull());
      place.upstream.on("org", Answers.held(asked, mayAnswer, Answers.rows(Workplace.orgs(1, 3))));
      assertThat(leader.sync("?mode=full").statusCode()).isEqualTo(202);
      assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

      leader.kill();

      JsonNode standing = follower.awaitStanding(each -> !each.get("next").isNull());
      assertThat(standing.get("leader").asBoolean()).isTrue();
      assertThat(follower.status().at("/runs/0/outcome").asText()).isEqualTo("DIED");
      place.upstream.on("org", Answers.rows(Workplace.orgs(1, 4)));
      assertThat(follower.sync("?mode=full").statusCode()).isEqualTo(202);
      follower.awaitLog("cycle succeeded");
      assertThat(follower.terminate()).isZero();
    }
    assertThat(place.image().rows()).hasSize(5);
    place.assertNoStagingFile();
  }

  /** As when both are started at once. */
  @Test
  void follower_beforeThereIsAReplica_waitsForItAndTakesOver() throws Exception {
    Files.createDirectories(place.data);
    try (FileChannel file =
        FileChannel.open(
            place.data.resolve("replica.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      FileLock lock = file.lock();
      try (Served follower = place.serve(Surrounded.PLAIN, TOKEN)) {
        assertThat(follower.json(follower.process.printed()).get("standing").isNull()).isTrue();
        assertThat(follower.get("/readyz").body()).contains("there is none yet");
        assertThat(follower.get("/metrics").body()).contains("tidemark_sync_freshness_seconds NaN");

        lock.release();

        follower.awaitReadiness(200);
        assertThat(follower.terminate()).isZero();
      }
    }
    assertThat(place.image().rows()).hasSize(4);
  }

  @Test
  void sync_whileAServiceLeads_isRefused() throws Exception {
    place.sync().assertDone();
    try (Served leader = place.serve(Surrounded.PLAIN, TOKEN)) {
      leader.awaitStanding(each -> each.get("leader").asBoolean());

      place.sync().assertFailed(1, "process " + leader.process.pid() + " is already writing there");
      assertThat(leader.terminate()).isZero();
    }
    place.sync().assertDone();
  }
}
