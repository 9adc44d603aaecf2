package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service: it syncs by itself, says how it stands, takes orders, and ends when it is told. */
final class ServeTest {

  private static final int PATIENCE_SECONDS = 60;
  private static final int TERMINATED = 143;
  private static final String TOKEN = "http: {sync-token: " + Served.TOKEN + "}";
  private static final String LONG_DRAIN = "http: {drain: 60s}";
  private static final String SHORT_DRAIN =
      "http: {sync-token: " + Served.TOKEN + ", drain: 200ms}";

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

  private void holdUpstream() {
    place.upstream.on("org", Answers.held(asked, mayAnswer, Answers.rows(Workplace.orgs(1, 5))));
  }

  private void awaitAsked() throws InterruptedException {
    assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void serve_newReplica_syncsAtOnceAndIsReadyThen() throws Exception {
    holdUpstream();
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      awaitAsked();

      assertThat(served.get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}\n");
      HttpResponse<String> early = served.get("/readyz");
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.body()).contains("no full cycle has succeeded yet");
      assertThat(served.standing().get("running").asText()).isEqualTo("incremental");
      assertThat(served.sync("").statusCode()).isEqualTo(409);

      mayAnswer.countDown();
      JsonNode ready = served.awaitReadiness(200);
      assertThat(ready.get("ageSeconds").asLong()).isLessThan(60);
      JsonNode standing = served.awaitStanding(each -> !each.get("next").isNull());
      assertThat(Instant.parse(standing.get("next").asText()))
          .isAfter(Instant.parse(ready.get("lastSuccess").asText()).plus(Duration.ofHours(1)));

      JsonNode jobs = served.awaitStatus("jobs", ServeTest::hasRun).get("jobs");
      assertThat(jobs.findValuesAsText("job")).contains("feed-retention", "flush");

      assertThat(served.terminate()).as(served.process.errors()).isZero();
      assertThat(served.process.errors())
          .contains("cycle succeeded", "stopping", "stopped")
          .doesNotContainIgnoringCase("javalin")
          .doesNotContainIgnoringCase("jetty")
          .doesNotContain("ERROR");
      assertThat(served.process.errors().lines().filter(line -> line.contains("WARN")))
          .as("but for a look at the replica that took too long on a slow machine")
          .allMatch(line -> line.contains("readiness unknown"));
    }
    assertThat(place.image().rows()).hasSize(6);
    place.assertNextRunWorks();
  }

  @Test
  void serve_orderOfAFullCycle_runsIt() throws Exception {
    place.sync().assertDone();
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      place.upstream.on("org", Answers.rows(Workplace.orgs(1, 4)));

      assertThat(served.sync("?mode=full").body()).isEqualTo("{\"status\":\"accepted\"}\n");

      served.awaitLog("cycle succeeded cycle=\"2\" mode=\"full\"");
      served.awaitMetric("tidemark_sync_cycles_total{mode=\"full\",status=\"succeeded\"} 1.0");
      assertThat(served.get("/metrics").body()).contains("tidemark_leadership 1.0");
      assertThat(served.status().at("/runs/0/mode").asText()).isEqualTo("full");
      assertThat(served.terminate()).isZero();
    }
    assertThat(place.image().rows()).hasSize(5);
  }

  @Test
  void serve_dataGrowsOld_isUnreadyWithoutAnyEvent() throws Exception {
    place.sync().assertDone();
    try (Served served = place.serve(Surrounded.PLAIN, "http: {stale-after: 1s}")) {
      JsonNode stale = served.awaitUnready();

      assertThat(stale.at("/reasons/0").asText()).endsWith("old, expected less than 1.0 s");
    }
  }

  @Test
  void serve_failedCycle_staysReady() throws Exception {
    place.sync().assertDone();
    place.upstream.on("org", Answers.status(403, "text/plain", "no"));
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      served.sync("?mode=full");
      served.awaitLog("cycle failed");

      JsonNode ready = served.awaitReadiness(200);
      assertThat(ready.at("/lastFailure/code").asText()).isEqualTo("UPSTREAM_REFUSED");
      served.awaitStanding(each -> each.get("running").isNull());
      assertThat(served.sync("").statusCode()).isNotEqualTo(409);
    }
  }

  @Test
  void terminate_cycleThatEndsInTime_succeeds() throws Exception {
    holdUpstream();
    try (Served served = place.serve(Surrounded.PLAIN, LONG_DRAIN)) {
      awaitAsked();
      served.process.signal("TERM");
      served.awaitLog("stopping");
      mayAnswer.countDown();

      assertThat(served.process.exitCode()).as(served.process.errors()).isZero();
    }
    assertThat(place.copy().query("SELECT status FROM _sync_run").toString())
        .isEqualTo("[{status=SUCCEEDED}]");
    assertThat(place.image().rows()).hasSize(6);
  }

  @Test
  void terminate_cycleThatTakesTooLong_isCancelledAndJournalled() throws Exception {
    assertCancelled("TERM");
  }

  @Test
  void interrupt_cycleThatTakesTooLong_isCancelledAndJournalled() throws Exception {
    assertCancelled("INT");
  }

  private void assertCancelled(String signal) throws Exception {
    place.sync().assertDone();
    Image before = place.image();
    try (Served served = place.serve(Surrounded.heedingSignals(), SHORT_DRAIN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      holdUpstream();
      assertThat(served.sync("?mode=full").statusCode()).isEqualTo(202);
      awaitAsked();

      served.process.signal(signal);

      assertThat(served.process.exitCode()).as(served.process.errors()).isZero();
    }
    assertThat(place.image()).isEqualTo(before);
    place.assertNoStagingFile();
    assertThat(lastRun())
        .containsEntry("status", "FAILED")
        .containsEntry("error_code", "CANCELLED");
    mayAnswer.countDown();
    place.assertNextRunWorks();
  }

  @Test
  void terminate_twice_endsAtOnceAndTheNextOneReaps() throws Exception {
    place.sync().assertDone();
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      holdUpstream();
      served.sync("?mode=full");
      awaitAsked();
      served.process.signal("TERM");
      served.awaitLog("stopping");

      served.process.signal("TERM");

      assertThat(served.process.outcome().code()).isEqualTo(TERMINATED);
    }
    assertThat(lastRun()).containsEntry("status", "RUNNING");
    assertReapedAndAnchored();
  }

  @Test
  void kill_duringACycle_isReapedAndTheNextCycleIsAnInterval() throws Exception {
    place.sync().assertDone();
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      holdUpstream();
      served.sync("?mode=full");
      awaitAsked();
      served.kill();
    }
    assertReapedAndAnchored();
  }

  /** The next cycle is an interval away from what the journal says, and not from this start. */
  private void assertReapedAndAnchored() throws Exception {
    int requests = place.upstream.requests.size();
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      JsonNode standing = served.awaitStanding(each -> !each.get("next").isNull());

      assertThat(lastRun()).containsEntry("status", "FAILED").containsEntry("error_code", "DIED");
      Instant ended = Instant.parse(String.valueOf(lastRun().get("ended_at")));
      assertThat(Instant.parse(standing.get("next").asText()))
          .isBetween(ended.plus(Duration.ofMinutes(60)), ended.plus(Duration.ofMinutes(66)));
      assertThat(served.awaitReadiness(200).at("/lastFailure/code").asText()).isEqualTo("DIED");
      assertThat(served.terminate()).isZero();
    }
    assertThat(place.upstream.requests).hasSize(requests);
  }

  @Test
  void serve_restartedBeforeTheUpstreamAllows_asksNothing() throws Exception {
    place.upstream.on("org", Answers.status(429, Map.of("Retry-After", "3600"), ""));
    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      served.awaitLog("cycle failed");
      served.kill();
    }
    int requests = place.upstream.requests.size();

    try (Served served = place.serve(Surrounded.PLAIN, TOKEN)) {
      JsonNode standing = served.awaitStanding(each -> !each.get("next").isNull());
      Instant notBefore = Instant.parse(standing.get("notBefore").asText());
      assertThat(Instant.parse(standing.get("next").asText())).isAfterOrEqualTo(notBefore);

      HttpResponse<String> refused = served.sync("");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
          .isBetween(3_000L, 3_600L);
      JsonNode unready = served.awaitUnready();
      assertThat(unready.at("/lastFailure/code").asText()).isEqualTo("UPSTREAM_RATE_LIMITED");
      assertThat(unready.get("notBefore").asText()).isEqualTo(notBefore.toString());
      assertThat(served.terminate()).isZero();
    }
    assertThat(place.upstream.requests).hasSize(requests);
  }

  @Test
  void serve_portInUse_failsAndLeavesNothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();

      place
          .serveInVain("--listen", listen)
          .assertFailed(1, "listen on " + listen, "in use", "--listen names another place");
    }
    place.sync().assertDone();
  }

  @Test
  void serve_replicaOfAnotherProgram_isRefused() throws Exception {
    Files.createDirectories(place.data);
    Files.writeString(place.data.resolve("replica.db"), "precious");

    place
        .serveInVain("--listen", "127.0.0.1:0")
        .assertFailed(1, "replica.db", "no SQLite database");
    assertThat(place.data.resolve("replica.db")).hasContent("precious");
  }

  private Map<String, Object> lastRun() {
    List<Map<String, Object>> runs =
        place.copy().query("SELECT * FROM _sync_run ORDER BY cycle DESC LIMIT 1");
    return runs.get(0);
  }

  /** The feed is looked through at the start. */
  private static boolean hasRun(JsonNode status) {
    return Served.hasRun(status.get("jobs"), "feed-retention");
  }
}
