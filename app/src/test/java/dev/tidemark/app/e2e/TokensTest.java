package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are given out and taken back beside a service, and what it counts. */
final class TokensTest {

  private static final String OFTEN = "state: {flush-threshold: 0}";
  private static final String NEVER = "state: {flush-interval: 1d}";

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.synced(directory);
  }

  @Test
  void token_addedAndRemoved_countsAtOnceForARunningService() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, OFTEN)) {
      served.awaitStanding(each -> !each.get("next").isNull());
      String secret = place.lookAt("token", "add", "ci").out().strip();

      assertThat(served.syncAs(secret, "").statusCode()).isEqualTo(202);
      served.awaitStatus("counted", each -> requests(each, "ci", "POST /sync") == 1);
      served.awaitStatus("written", each -> each.at("/state/dirty").isEmpty());

      assertThat(place.lookAt("token", "remove", "ci").code()).isZero();
      assertThat(served.syncAs(secret, "").statusCode()).isEqualTo(401);
      assertThat(served.terminate()).as(served.process.errors()).isZero();
    }
    assertThat(place.lookAt("repair").out()).endsWith("0 rows removed\n");
  }

  @Test
  void usage_serviceRestarted_goesOn() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, NEVER)) {
      served.get("/healthz");
      served.get("/nowhere");
      assertThat(served.terminate()).as(served.process.errors()).isZero();
    }
    assertThat(place.look("status").out())
        .containsPattern("anonymous +GET /healthz +1 +0")
        .containsPattern("anonymous +GET \\* +1 +1");

    try (Served served = place.serve(Surrounded.PLAIN, NEVER)) {
      served.get("/healthz");
      served.awaitStatus("counted", each -> requests(each, "anonymous", "GET /healthz") == 2);
    }
  }

  @Test
  void usage_serviceKilled_losesNoMoreThanWasNotWritten() throws Exception {
    try (Served served = place.serve(Surrounded.PLAIN, NEVER)) {
      served.get("/healthz");
      served.awaitStatus("counted", each -> requests(each, "anonymous", "GET /healthz") == 1);
      JsonNode before = served.status().at("/state/lastFlush");
      place.lookAt("settings", "set", "state.flush-threshold", "0");
      served.awaitLog("to=\"0\"");
      served.awaitStatus("written", each -> !each.at("/state/lastFlush").equals(before));
      place.lookAt("settings", "set", "state.flush-threshold", "1000");
      served.awaitLog("to=\"1000\"");
      served.get("/readyz");
      served.kill();
    }

    JsonNode status = place.look("status", "--json").json();
    assertThat(requests(status, "anonymous", "GET /healthz")).isEqualTo(1);
    assertThat(place.lookAt("repair").code()).isZero();
  }

  private static long requests(JsonNode status, String client, String endpoint) {
    for (JsonNode each : status.get("usage")) {
      if (each.get("client").asText().equals(client)
          && each.get("endpoint").asText().equals(endpoint)) {
        return each.get("requests").asLong();
      }
    }
    return 0;
  }
}
