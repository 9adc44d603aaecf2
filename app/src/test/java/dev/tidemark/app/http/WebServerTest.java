package dev.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.app.TestState;
import dev.tidemark.app.http.SyncEndpoint.Terms;
import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.app.state.ApiUsage.Count;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule.Answer;
import dev.tidemark.core.sync.SyncSchedule.Standing;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebServerTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Listen ANY = new Listen("127.0.0.1", 0);
  private static final String TOKEN = "open-sesame";
  private static final String NO_PATH =
      "no such path: there are GET /healthz, /readyz, /metrics and /status, and POST /sync";

  private final ManualClock clock = ManualClock.at(NOW);
  private final ScriptedSchedule schedule = new ScriptedSchedule();
  private final StateEngine state = new TestState(clock).open();
  private final ApiTokens tokens = new ApiTokens(state);
  private final ApiUsage usage = new ApiUsage(state, clock);
  private Supplier<Object> status = () -> Map.of("position", 7);
  private Supplier<InMemorySyncJournal> journal = InMemorySyncJournal::new;
  private final CountDownLatch release = new CountDownLatch(1);
  @AutoClose private final WebServer server = serve(new SyncToken(TOKEN));
  @AutoClose private final AutoCloseable end = release::countDown;
  private final Client client = new Client(server.listen());

  private WebServer serve(SyncToken token) {
    return serve(token, Duration.ofMinutes(1));
  }

  /**
   * @param limit how long the readiness is waited for
   */
  private WebServer serve(SyncToken token, Duration limit) {
    Clients clients = new Clients(token, tokens);
    Probes probes =
        new Probes(
            () ->
                new Readiness(
                        journal.get(),
                        new InMemoryRequestLedger(),
                        clock,
                        () -> Duration.ofHours(24))
                    .judge(),
            limit);
    return WebServer.start(
        ANY,
        List.of(
            probes,
            new Views(() -> status.get(), () -> "tidemark_leadership 1.0\n"),
            new SyncEndpoint(schedule, schedule, clock, new Terms(clients, () -> Mode.INCREMENTAL)),
            new UsageCounter(usage, new ApiMinutes(state, clock), clients, "here:1")));
  }

  @Test
  void healthz_isAlwaysOk() throws Exception {
    journal = this::hang;

    assertAnswer(client.get("/healthz"), 200, "{\"status\":\"ok\"}");
  }

  @Test
  void readyz_nothingCopied_isUnavailable() throws Exception {
    HttpResponse<String> answer = client.get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .startsWith("{\"status\":\"unready\",\"reasons\":[\"no full cycle has succeeded yet\"]");
  }

  /** Some load balancers send nothing else. */
  @Test
  void readyz_head_saysTheSame() throws Exception {
    assertThat(client.send("HEAD", "/readyz").statusCode()).isEqualTo(503);
    assertThat(client.send("HEAD", "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void readyz_replicaUnreadable_isUnavailableAndSaysWhy() throws Exception {
    journal =
        () -> {
          throw new StorageException("read the journal: disk gone", false);
        };

    assertAnswer(
        client.get("/readyz"),
        503,
        "{\"status\":\"unready\",\"reasons\":[\"read the journal: disk gone\"]}");
  }

  @Test
  void readyz_replicaHangs_isUnavailableInTime() throws Exception {
    journal = this::hang;
    try (WebServer impatient = serve(SyncToken.none(), Duration.ofMillis(500))) {
      assertAnswer(
          new Client(impatient.listen()).get("/readyz"),
          503,
          "{\"status\":\"unready\",\"reasons\":[\"the replica does not answer within 500 ms\"]}");
    }
  }

  private InMemorySyncJournal hang() {
    try {
      release.await();
      return new InMemorySyncJournal();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sync_storedToken_isAdmittedUntilItIsRemoved() throws Exception {
    String secret = tokens.add("ci").secret();

    assertThat(client.send("POST", "/sync", "X-Sync-Token", secret).statusCode()).isEqualTo(202);

    tokens.remove("ci");
    assertError(client.send("POST", "/sync", "X-Sync-Token", secret), 401, "this is not the token");
  }

  @Test
  void sync_storedTokenAlone_isEnough() throws Exception {
    String secret = tokens.add("ci").secret();
    try (WebServer other = serve(SyncToken.none())) {
      Client asking = new Client(other.listen());

      assertThat(asking.send("POST", "/sync", "Authorization", "Bearer " + secret).statusCode())
          .isEqualTo(202);
      assertError(asking.send("POST", "/sync"), 401, "send the token as X-Sync-Token");
    }
  }

  @Test
  void usage_everyAnswer_isCountedForWhoAskedAndWhat() throws Exception {
    String secret = tokens.add("ci").secret();
    client.get("/healthz");
    client.send("HEAD", "/healthz");
    client.get("/readyz");
    client.send("POST", "/sync", "X-Sync-Token", TOKEN);
    client.send("POST", "/sync", "X-Sync-Token", secret);
    client.send("POST", "/sync", "X-Sync-Token", "guess");

    assertThat(usage.counts())
        .containsExactly(
            new Count("anonymous", "GET /healthz", 2, 0, NOW),
            new Count("anonymous", "GET /readyz", 1, 1, NOW),
            new Count("anonymous", "POST /sync", 1, 1, NOW),
            new Count("ci", "POST /sync", 1, 0, NOW),
            new Count("sync-token", "POST /sync", 1, 0, NOW));
  }

  @Test
  void usage_pathsThatAreNone_areCountedAsOne() throws Exception {
    client.get("/a");
    client.get("/b?c");
    client.send("POST", "/status");
    client.send("DELETE", "/status");

    assertThat(usage.counts())
        .containsExactly(
            new Count("anonymous", "GET *", 2, 2, NOW),
            new Count("anonymous", "OTHER *", 1, 1, NOW),
            new Count("anonymous", "POST *", 1, 1, NOW));
  }

  @Test
  void usage_tokenRemoved_isRemovedWithIt() throws Exception {
    String secret = tokens.add("ci").secret();
    client.send("POST", "/sync", "X-Sync-Token", secret);
    state.flush();

    tokens.remove("ci");

    assertThat(usage.counts()).isEmpty();
  }

  @Test
  void usage_cannotBeCounted_isNobodysTrouble() throws Exception {
    state.stop();

    assertAnswer(client.get("/healthz"), 200, "{\"status\":\"ok\"}");
  }

  @Test
  void metrics_areTextForPrometheus() throws Exception {
    HttpResponse<String> answer = client.get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("tidemark_leadership 1.0\n");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void status_isAskedForEachTime() throws Exception {
    assertAnswer(client.get("/status"), 200, "{\n  \"position\" : 7\n}");
    status = () -> Map.of("position", 8);
    assertAnswer(client.get("/status"), 200, "{\n  \"position\" : 8\n}");
  }

  @Test
  void status_replicaUnreadable_isAnErrorInWords() throws Exception {
    status =
        () -> {
          throw new StorageException("count rows: disk gone", false);
        };

    assertError(client.get("/status"), 503, "count rows: disk gone");
  }

  @Test
  void status_bug_tellsNothingOfTheInside() throws Exception {
    status =
        () -> {
          throw new IllegalStateException("the secret of the inside");
        };

    assertError(client.get("/status"), 500, "internal error; the log says more");
  }

  @Test
  void status_outOfMemory_isAnError() throws Exception {
    status =
        () -> {
          throw new OutOfMemoryError("planted");
        };

    HttpResponse<String> answer = client.get("/status");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("planted", "\tat ");
  }

  @Test
  void sync_tokenAsHeader_isAccepted() throws Exception {
    assertAnswer(sync("?mode=full"), 202, "{\"status\":\"accepted\"}");
    assertThat(schedule.triggered).containsExactly(SyncRequest.of(Mode.FULL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer " + TOKEN, "bearer  " + TOKEN})
  void sync_tokenAsBearer_isAccepted(String authorization) throws Exception {
    HttpResponse<String> answer = client.send("POST", "/sync", "Authorization", authorization);

    assertAnswer(answer, 202, "{\"status\":\"accepted\"}");
    assertThat(schedule.triggered).containsExactly(SyncRequest.of(Mode.INCREMENTAL));
  }

  @Test
  void sync_noToken_isRefused() throws Exception {
    HttpResponse<String> answer = client.send("POST", "/sync?mode=wrong");

    assertError(answer, 401, "send the token as X-Sync-Token");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(schedule.triggered).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"open-sesamE", "open-sesame2", "x"})
  void sync_wrongToken_isRefused(String offered) throws Exception {
    assertError(
        client.send("POST", "/sync", "X-Sync-Token", offered), 401, "this is not the token");
    assertThat(schedule.triggered).isEmpty();
  }

  @Test
  void sync_basicAuthorization_isRefused() throws Exception {
    assertError(
        client.send("POST", "/sync", "Authorization", "Basic " + TOKEN),
        401,
        "send the token as X-Sync-Token");
  }

  @Test
  void sync_noTokenConfigured_refusesEverybody() throws Exception {
    try (WebServer closed = serve(SyncToken.none())) {
      for (String offered : List.of("x", TOKEN, "***")) {
        assertError(
            new Client(closed.listen()).send("POST", "/sync", "X-Sync-Token", offered),
            401,
            "there is no token, so nobody may order a cycle; set http.sync-token, or add one with tidemark token add");
      }
      assertThat(
              new Client(closed.listen())
                  .raw(
                      """
          POST /sync HTTP/1.1\r
          Host: x\r
          X-Sync-Token:\r
          Connection: close\r
          \r
          """))
          .startsWith("HTTP/1.1 401 ");
    }
    assertThat(schedule.triggered).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?mode=FULL", "?mode=", "?mode=all"})
  void sync_unknownMode_namesTheRightOnes(String query) throws Exception {
    assertError(sync(query), 400, "mode: expected full or incremental");
    assertThat(schedule.triggered).isEmpty();
  }

  @Test
  void sync_notLeader_isSaidBeforeAnythingElse() throws Exception {
    schedule.leader = false;

    assertError(
        client.send("POST", "/sync"), 503, "another process writes to this replica; ask that one");
    assertThat(schedule.triggered).isEmpty();
  }

  @Test
  void sync_leadershipLostMeanwhile_isUnavailable() throws Exception {
    schedule.answer = Answer.NOT_LEADER;

    assertError(sync(""), 503, "another process writes to this replica; ask that one");
  }

  @Test
  void sync_cycleRuns_isAConflict() throws Exception {
    schedule.answer = Answer.RUNNING;

    assertError(sync(""), 409, "a cycle is running; this order is dropped, try again later");
  }

  @Test
  void sync_tooEarly_saysWhen() throws Exception {
    schedule.answer = Answer.TOO_EARLY;
    schedule.standing =
        new Standing(
            true, Optional.empty(), Optional.empty(), Optional.of(NOW.plusMillis(3_274_001)));

    HttpResponse<String> answer = sync("");

    assertError(answer, 429, "the upstream is to be left alone until 2026-04-16T09:24:35Z");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("3275");
  }

  @Test
  void sync_stopping_isUnavailable() throws Exception {
    schedule.answer = Answer.STOPPED;

    assertError(sync(""), 503, "this process is being stopped");
  }

  @Test
  void sync_largeBody_isRefused() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(new byte[1_000_001]));

    assertError(
        client.send(request, "/sync", "X-Sync-Token", TOKEN),
        413,
        "the body is too large; an order needs none");
  }

  @Test
  void sync_smallBody_isPassedOver() throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder().POST(BodyPublishers.ofString("mode=x"));

    assertThat(client.send(request, "/sync", "X-Sync-Token", TOKEN).statusCode()).isEqualTo(202);
  }

  @Test
  void get_unknownPath_namesThoseThereAre() throws Exception {
    assertError(client.get("/api/org"), 404, NO_PATH);
    assertError(client.get("/"), 404, NO_PATH);
    assertError(client.send("POST", "/nope"), 404, NO_PATH);
  }

  @Test
  void get_wrongMethod_namesTheRightOne() throws Exception {
    HttpResponse<String> answer = client.get("/sync");

    assertError(answer, 405, "GET is not for this path, POST is");
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertError(client.send("DELETE", "/status"), 405, "DELETE is not for this path, GET, HEAD is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /%zz HTTP/1.1", "GET /../../etc/passwd HTTP/1.1", "rubbish"})
  void raw_badMessage_isAnErrorOfTheSameShape(String line) throws Exception {
    String answer = client.raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .matches("(?s)HTTP/1.1 (400|404|505) .*")
        .contains("no-store")
        .contains("{\"error\":\"")
        .doesNotContain("html", "Jetty");
  }

  @Test
  void start_portInUse_saysSo() {
    Listen taken = server.listen();

    assertThatThrownBy(() -> WebServer.start(taken, List.of()))
        .isInstanceOf(CannotListenException.class)
        .hasMessageContainingAll(
            "listen on " + taken + ": ", "in use", "; http.listen or --listen names another place");
  }

  @Test
  void start_hostUnknown_saysSo() {
    assertThatThrownBy(() -> WebServer.start(new Listen("nowhere.invalid", 0), List.of()))
        .isInstanceOf(CannotListenException.class)
        .hasMessage(
            "listen on nowhere.invalid:0: no address is known by this name;"
                + " http.listen or --listen names another place");
  }

  @Test
  void close_answersNoMore() {
    server.close();

    assertThatThrownBy(() -> client.get("/healthz")).isInstanceOf(ConnectException.class);
  }

  private HttpResponse<String> sync(String query) throws IOException, InterruptedException {
    return client.send("POST", "/sync" + query, "X-Sync-Token", TOKEN);
  }

  private static void assertError(HttpResponse<String> answer, int status, String message) {
    assertAnswer(answer, status, "{\"error\":\"" + message + "\"}");
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body + "\n");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }
}
