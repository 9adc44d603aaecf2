package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The upstream is not there, or answers what is no list: nothing changes, and one line says why.
 */
final class BadAnswerTest {

  private static final String HTML = "text/html; charset=utf-8";
  private static final String PAGE = "<!DOCTYPE html><html><body>Welcome</body></html>";

  @TempDir Path directory;
  @AutoClose private Workplace place;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    place = Workplace.synced(directory);
    before = place.image();
  }

  @AfterEach
  void nothingHasChanged() throws IOException {
    assertThat(place.image()).isEqualTo(before);
    place.assertNoThrowAwayStaging();
  }

  @Test
  void sync_portClosed_saysThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }

    place
        .sync("--upstream", "http://127.0.0.1:" + port + "/api")
        .assertFailed(1, "no answer from 127.0.0.1:" + port, "it refuses the connection");
    assertThat(lastRun()).containsEntry("error_code", "UPSTREAM_UNAVAILABLE");
  }

  @Test
  void sync_hostUnknown_saysSo() {
    place
        .sync("--upstream", "http://no-such-host.invalid/api")
        .assertFailed(1, "no answer from no-such-host.invalid", "no host of that name is known");
  }

  @Test
  void sync_pathWrong_saysWhatWasFoundThere() {
    refusedWith(
        Answers.status(404, "application/json", "{\"message\":\"Not found.\"}"),
        1,
        "expected a list of org, found status 404",
        "\"Not found.\"",
        "check that the base URL is right");
  }

  @Test
  void sync_redirected_saysWhereTo() {
    refusedWith(
        Answers.status(301, Map.of("Location", "https://www.example.org/api/org"), ""),
        1,
        "redirected to \"https://www.example.org/api/org\"",
        "make the final address the base URL");
  }

  @Test
  void sync_pageInsteadOfList_showsHowItBegins() {
    refusedWith(
        Answers.status(200, HTML, PAGE),
        1,
        "expected a list of org",
        "status 200, text/html",
        "beginning with \"<!DOCTYPE html>",
        "check that the base URL is right");
  }

  @Test
  void sync_firewall_saysNotToTryAgainSoon() {
    refusedWith(
        Answers.status(403, HTML, PAGE), 1, "a firewall", "status 403", "do not try again soon");
  }

  @Test
  void sync_keyMissing_saysToConfigureOne() {
    refusedWith(
        Answers.status(401, "application/json", "{\"meta\":{\"error\":\"Who are you?\"}}"),
        1,
        "no API key is configured",
        "\"Who are you?\"");
    assertThat(lastRun()).containsEntry("error_code", "UPSTREAM_UNAUTHENTICATED");
  }

  @Test
  void sync_rateLimited_saysWhenToTryAgain() {
    place.upstream.on(
        "org",
        Answers.status(
            429,
            Map.of("Content-Type", "application/json", "Retry-After", "3600"),
            "{\"message\":\"Request was throttled.\"}"));

    Instant asked = Instant.now();
    Outcome outcome = place.sync();
    Instant ended = Instant.now();

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.said()).hasSize(2);
    assertThat(outcome.said().get(0))
        .startsWith("error: ")
        .contains("the upstream wants no request before", "Request was throttled.");
    assertThat(outcome.said().get(1))
        .matches("try again at [-\\d]+ [:\\d]+, in (1 h|60 min)")
        .containsAnyOf(dayInAnHour(asked), dayInAnHour(ended));
    assertThat(place.upstream.requests).hasSize(2 + 1);
  }

  private static String dayInAnHour(Instant time) {
    return time.plusSeconds(3600).toString().substring(0, 10);
  }

  @Test
  void sync_upstreamBroken_saysToTryLater() {
    refusedWith(
        Answers.status(503, HTML, PAGE), 1, "the upstream failed (status 503", "try again later");
  }

  @Test
  void sync_cutShort_saysHowFarItCame() {
    refusedWith(Answers.cutShort(Workplace.orgs(1, 5_000)), 1, "after 2", " rows", "try again");
  }

  @Test
  void sync_endsInAString_saysSo() {
    refusedWith(Answers.json("{\"data\":[{\"id\":1,\"na"), 1, "it ends early, after 0 rows");
  }

  @Test
  void sync_emptyBody_saysSo() {
    refusedWith(Answers.json(""), 1, "expected a list of org", "it is empty", "try again");
  }

  @Test
  void sync_noData_saysSo() {
    refusedWith(Answers.json("{\"meta\":{}}"), 1, "it has no data", "beginning with \"{");
  }

  @Test
  void sync_dataIsNoList_saysSo() {
    refusedWith(Answers.json("{\"data\":{\"id\":1}}"), 1, "its data is an object, no array");
  }

  @Test
  void sync_laterTypeFails_keepsNothingOfTheEarlierOnes() {
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 2_500)));
    place.upstream.on("net", Answers.status(500, "text/plain", "oops"));

    place.sync("--full").assertFailed(1, "/api/net", "status 500", "\"oops\"");
  }

  @Test
  void sync_withJson_failsOnStandardErrorToo() {
    place.upstream.on("org", Answers.json("[]"));

    place.sync("--json").assertFailed(1, "it is no JSON object");
  }

  private void refusedWith(Answer answer, int code, String... phrases) {
    place.upstream.on("org", answer);
    List<String> said = List.of(phrases);

    place.sync("--full").assertFailed(code, said.toArray(String[]::new));

    assertThat(String.valueOf(lastRun().get("error"))).contains(said);
    assertThat(lastRun()).containsEntry("status", "FAILED");
  }

  private Map<String, Object> lastRun() {
    return place.copy().query("SELECT * FROM _sync_run ORDER BY cycle DESC").get(0);
  }
}
