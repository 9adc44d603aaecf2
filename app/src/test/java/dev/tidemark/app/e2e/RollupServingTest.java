package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service adds up what has changed and what was asked of it. */
final class RollupServingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final String OFTEN = "rollup: {every: 200ms}";
  private static final String TOKEN = "http: {sync-token: " + Served.TOKEN + "}";
  private static final String EVER = "rollup: {every: 100ms}";
  private static final String FORGETFUL = "feed: {keep: 0s}";
  private static final int KILLS = 4;
  private static final String WRITTEN = "state: {flush-threshold: 1, flush-interval: 1s}";

  private static final String FEED =
      "SELECT strftime('%Y-%m-%dT%H:00:00Z', at) AS bucket, type, kind, count(*) AS changes"
          + " FROM _change GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
  private static final String CHANGES =
      "SELECT bucket, type, kind, changes FROM _rollup_changes ORDER BY 1, 2, 3";

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.in(directory);
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 3)));
    place.upstream.on("net", Answers.rows(Workplace.row(1, "org_id", "1")));
  }

  @Test
  void serve_cycleAfterCycle_addsUpWhatTheFeedAndTheRowsSay() throws Exception {
    Path definitions =
        Files.writeString(
            directory.resolve("rollups.yaml"),
            """
            rollups:
              orgs:
                source: org
                time: updated
                bucket: day
                keys: {status: status}
                measures: {orgs: count, names: distinct(name)}
            """);
    String rollup = "rollup: {every: 200ms, definitions: '%s'}".formatted(definitions);
    try (Served served = place.serve(Surrounded.PLAIN, rollup, TOKEN, WRITTEN)) {
      awaitAddedUp(4);
      place.upstream.on("org", Answers.rows(Workplace.orgs(1, 7)));
      orderFull(served);
      awaitAddedUp(8);

      awaitNumber(7, () -> place.copy().number("SELECT sum(orgs) FROM _rollup_orgs"));
      assertThat(place.copy().query("SELECT bucket, status, names FROM _rollup_orgs"))
          .containsExactly(Map.of("bucket", "2020-01-01T00:00:00Z", "status", "ok", "names", 7));
      awaitRequests();
      assertThat(served.status().at("/rollups/0/completeSince").isTextual()).isTrue();
      assertThat(served.get("/metrics").body())
          .contains("tidemark_rollup_complete{place=\"replica\",rollup=\"changes\"} 1.0");
      assertThat(served.terminate()).as(served.process.errors()).isZero();
      assertThat(served.process.errors())
          .contains("rollup is complete rollup=\"changes\"")
          .doesNotContain("ERROR", "WARN  tidemark.rollup");
    }
  }

  /** What was applied is not written down as ended at once. */
  private static void orderFull(Served served) {
    served.awaitStanding(each -> !each.get("next").isNull());
    assertThat(served.sync("?mode=full").statusCode()).isEqualTo(202);
  }

  private void awaitRequests() {
    awaitNumber(
        1,
        () ->
            place
                .copy()
                .numberOfCache(
                    "SELECT sum(requests) FROM _rollup_requests WHERE endpoint = 'POST /sync'"
                        + " AND status = '2xx' AND client = 'sync-token'"));
  }

  @Test
  void serve_feedIsForgotten_keepsItsSums() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, OFTEN)) {
      awaitAddedUp(4);
      assertThat(served.terminate()).isZero();
    }
    place.executeState("DELETE FROM job_run WHERE job = 'feed-retention'");
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 7)));
    try (Served served = place.serve(Surrounded.PLAIN, OFTEN, TOKEN, FORGETFUL)) {
      served.awaitLog("old changes forgotten");
      orderFull(served);

      awaitNumber(8, () -> place.copy().number("SELECT sum(changes) FROM _rollup_changes"));
      assertThat(place.copy().number("SELECT count(*) FROM _change")).isLessThan(8);
    }
  }

  @Test
  void serve_rollupThatIsNotComplete_isWaitedForByTheFeed() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, OFTEN)) {
      awaitAddedUp(4);
      assertThat(served.terminate()).isZero();
    }
    place.executeState("DELETE FROM job_run WHERE job = 'feed-retention'");
    place.execute(
        "UPDATE _rollup SET complete_since = NULL, lease_holder = 'somebody',"
            + " lease_token = lease_token + 1, lease_until ="
            + " strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+2 hours')");
    try (Served served = place.serve(Surrounded.PLAIN, OFTEN, FORGETFUL)) {
      served.awaitStatus("retention", status -> isSucceeded(status.get("jobs"), "feed-retention"));

      assertThat(place.copy().number("SELECT count(*) FROM _change")).isEqualTo(4);
      assertThat(served.process.errors()).doesNotContain("old changes forgotten");
    }
  }

  private static boolean isSucceeded(JsonNode jobs, String job) {
    for (JsonNode each : jobs) {
      if (each.get("job").asText().equals(job)) {
        return each.at("/lastSuccess").isContainerNode() || each.at("/lastSuccess").isTextual();
      }
    }
    return false;
  }

  /** Wherever it is killed, the next one goes on, and nothing is counted twice or not at all. */
  @Test
  @Tag("proof")
  void serve_killedAgainAndAgain_comesToWhatTheFeedSays() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      place.upstream.on("org", Answers.rows(Workplace.orgs(1, kill * 500L)));
      try (Served served = place.serve(Surrounded.PLAIN, EVER, TOKEN)) {
        served.sync("?mode=full");
        served.process.killAfter(kill * 70L);
      }
      someMinutesPass();
    }
    try (Served served = place.serve(Surrounded.PLAIN, EVER, TOKEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      served.sync("?mode=full");
      served.awaitLog("cycle succeeded");
      awaitAddedUp(KILLS * 500L + 1);
      assertThat(served.terminate()).isZero();
    }
    assertThat(place.lookAt("rollup", "verify", "changes", "--all").code()).isZero();
  }

  /** What was taken by one that is dead is free again. */
  private void someMinutesPass() {
    place.executeState(
        "UPDATE job_run SET alive_until = '2000-01-01T00:00:00.000Z' WHERE ended_at IS NULL");
    if (place.copy().number("SELECT count(*) FROM sqlite_schema WHERE name = '_rollup'") > 0) {
      place.execute(
          "UPDATE _rollup SET lease_until = '2000-01-01T00:00:00.000Z'"
              + " WHERE lease_until IS NOT NULL");
    }
  }

  private void awaitAddedUp(long changes) {
    awaitNumber(changes, () -> place.copy().number("SELECT sum(changes) FROM _rollup_changes"));
    assertThat(place.copy().query(CHANGES)).isEqualTo(place.copy().query(FEED));
  }

  /** Tables that are not there yet are made by the service. */
  private static void awaitNumber(long expected, Callable<Long> found) {
    await("rollup")
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .ignoreExceptionsMatching(notYet -> true)
        .until(found, each -> each == expected);
  }
}
