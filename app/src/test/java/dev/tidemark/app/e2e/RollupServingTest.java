package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service adds up what has changed and what was asked of it. */
final class RollupServingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final String OFTEN = "rollup: {every: 200ms}";
  private static final String TOKEN = "http: {sync-token: " + Served.TOKEN + "}";
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
  void serve_cycleAfterCycle_addsUpWhatTheFeedSays() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, OFTEN, TOKEN, WRITTEN)) {
      served.awaitLog("cycle succeeded cycle=\"1\"");
      awaitAddedUp(4);
      place.upstream.on("org", Answers.rows(Workplace.orgs(1, 7)));
      served.sync("?mode=full");
      awaitAddedUp(8);

      awaitRequests(1);
      assertThat(served.terminate()).as(served.process.errors()).isZero();
      assertThat(served.process.errors()).doesNotContain("WARN", "ERROR");
    }
  }

  private void awaitRequests(long atLeast) {
    await("requests")
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .ignoreExceptions()
        .until(
            () ->
                place.copy().numberOfCache("SELECT sum(requests) FROM _rollup_requests")
                    >= atLeast);
    assertThat(
            place.copy().query("cache.db", "SELECT endpoint, status, client FROM _rollup_requests"))
        .contains(Map.of("endpoint", "POST /sync", "status", "2xx", "client", "sync-token"));
  }

  private void awaitAddedUp(long changes) {
    await("rollup of changes")
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .ignoreExceptions()
        .until(() -> place.copy().number("SELECT sum(changes) FROM _rollup_changes") == changes);
    assertThat(place.copy().query(CHANGES)).isEqualTo(place.copy().query(FEED));
  }
}
