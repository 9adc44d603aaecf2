package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A service in a process of its own, and what it answers. */
final class Served implements AutoCloseable {

  static final String TOKEN = "open-sesame";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(20);

  final TidemarkProcess process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  /** Returns when it listens. */
  Served(TidemarkProcess process) {
    this.process = process;
    await("start")
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .until(() -> process.printed().endsWith("}\n") || !process.isAlive());
    assertThat(process.isAlive()).as(process.errors()).isTrue();
    this.base = json(process.printed()).get("url").asText();
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)));
  }

  /** Orders a cycle, with the token. */
  HttpResponse<String> sync(String query) {
    return syncAs(TOKEN, query);
  }

  /** Orders a cycle with this token. */
  HttpResponse<String> syncAs(String token, String query) {
    return send(
        HttpRequest.newBuilder(URI.create(base + "/sync" + query))
            .header("X-Sync-Token", token)
            .POST(BodyPublishers.noBody()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer, but " + process.errors(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  JsonNode status() {
    return json(get("/status").body());
  }

  JsonNode standing() {
    return status().get("standing");
  }

  /** Waits until the readiness is this one, and says how it is told. */
  JsonNode awaitReadiness(int status) {
    return awaitReadiness(status, body -> true);
  }

  /** Waits until it is not ready for what was found, and not because nothing was found in time. */
  JsonNode awaitUnready() {
    return awaitReadiness(503, body -> body.has("staleAfterSeconds"));
  }

  private JsonNode awaitReadiness(int status, Predicate<JsonNode> wanted) {
    HttpResponse<String> answer =
        await("readiness " + status)
            .atMost(PATIENCE)
            .pollInterval(GLANCE)
            .until(
                () -> get("/readyz"),
                each -> each.statusCode() == status && wanted.test(json(each.body())));
    return json(answer.body());
  }

  void awaitMetric(String line) {
    await(line)
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .until(() -> get("/metrics").body().contains(line));
  }

  JsonNode awaitStanding(Predicate<JsonNode> wanted) {
    return await("standing")
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .until(this::standing, wanted::test);
  }

  JsonNode awaitStatus(String what, Predicate<JsonNode> wanted) {
    return await(what).atMost(PATIENCE).pollInterval(GLANCE).until(this::status, wanted::test);
  }

  /**
   * @param jobs as the status has them
   */
  static boolean hasRun(JsonNode jobs, String name) {
    return StreamSupport.stream(jobs.spliterator(), false)
        .filter(job -> job.get("job").asText().equals(name))
        .anyMatch(job -> !job.get("next").isNull() && !job.get("lastSuccess").isNull());
  }

  void awaitLog(String phrase) {
    await(phrase)
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .until(() -> process.errors().contains(phrase));
  }

  /** Stops it as a service manager does. */
  int terminate() throws IOException, InterruptedException {
    process.signal("TERM");
    return process.exitCode();
  }

  void kill() throws InterruptedException {
    process.killAfter(0);
  }

  /** Whatever became of the test, no process stays behind. */
  @Override
  public void close() {
    process.end();
  }
}
