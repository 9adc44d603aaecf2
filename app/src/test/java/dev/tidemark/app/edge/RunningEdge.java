package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.app.cli.CommandLines;
import dev.tidemark.app.cli.Outside;
import dev.tidemark.app.cli.ShippedAdapters;
import dev.tidemark.app.config.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code tidemark edge}, on a thread of its own, until it is stopped as Ctrl-C would. */
final class RunningEdge implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Thread thread;
  private final JsonNode said;

  /** Returns when it listens. */
  private RunningEdge(Path directory, List<String> arguments) {
    this.thread =
        new Thread(
            () -> ended.complete(run(directory, out, err, arguments.toArray(String[]::new))));
    thread.start();
    await().atMost(PATIENCE).pollInterval(GLANCE).until(() -> printed() || ended.isDone());
    assertThat(ended.isDone()).as(err.toString()).isFalse();
    this.said = json(out.toString());
  }

  private boolean printed() {
    return out.toString().endsWith("}\n");
  }

  /**
   * One of these settings, at any free ports.
   *
   * @param settings lines of the configuration file
   */
  static RunningEdge in(Path directory, String settings, String... more) {
    List<String> arguments = new ArrayList<>(List.of("edge", "--json"));
    arguments.addAll(List.of("--http", "127.0.0.1:0"));
    if (!List.of(more).contains("--listen")) {
      arguments.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    arguments.addAll(List.of(more));
    configure(directory, settings);
    return new RunningEdge(directory, arguments);
  }

  static void configure(Path directory, String settings) {
    try {
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve("tidemark.yaml"),
          "data: %s%n%s%n".formatted(directory.resolve("data"), settings));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What a command printed, on both streams, and how it ended. */
  record Ended(int code, String out, String err) {}

  /** A command on the configuration of this directory. */
  static Ended command(Path directory, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = run(directory, out, err, arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  private static int run(Path directory, StringWriter out, StringWriter err, String... arguments) {
    Outside outside =
        new Outside(
            new ShippedAdapters(),
            new Surroundings(Map.of(), directory),
            "./tidemark",
            Clock.systemUTC(),
            false);
    return CommandLines.of(outside, new PrintWriter(out), new PrintWriter(err)).run(arguments);
  }

  String address() {
    return said.get("listening").asText();
  }

  JsonNode said() {
    return said;
  }

  String errors() {
    return err.toString();
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> post(String path, String body) {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
  }

  private URI uri(String path) {
    return URI.create(said.get("url").asText() + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode status() {
    return json(get("/status").body());
  }

  void awaitReady() {
    await()
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .untilAsserted(() -> assertThat(get("/readyz").statusCode()).isEqualTo(200));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Stops it, and says with which code it ended. */
  int stop() {
    thread.interrupt();
    return ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }
}
