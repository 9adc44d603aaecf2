package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SCHEMA =
      """
      name: library
      defaults:
        key: id
        version: updated
        fields: {id: integer, updated: instant(seconds)}
      types:
        author: {}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path directory;
  private final FakeAdapters adapters;

  ServeCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Path file = Files.writeString(directory.resolve("library.yaml"), SCHEMA);
    Files.writeString(directory.resolve("tidemark.yaml"), "schema: " + file);
    var schema = SchemaLoader.load(file.toString());
    adapters = new FakeAdapters(schema);
    adapters.upstream.put(Row.of(schema.type("author"), Map.of("id", 1L, "updated", NOW)));
  }

  @Test
  void serve_interrupted_hasSaidWhatItDoesAndEndsWell() throws Exception {
    int code = serveUntil("set", Map.of());

    assertThat(out.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "serving http://127\\.0\\.0\\.1:[1-9]\\d*:"
                            + " /healthz /readyz /metrics /status, POST /sync"),
            line ->
                assertThat(line)
                    .isEqualTo("replica data/replica.db, a copy of https://www.peeringdb.com/api"),
            line -> assertThat(line).matches("this process syncs; (the next cycle|a cycle runs).*"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "POST /sync is refused: no http.sync-token is set, no token is stored"));
    assertThat(code).isZero();
  }

  @Test
  void serve_tokenSet_saysNothingOfIt() throws Exception {
    serveUntil("this process", Map.of("TIDEMARK_HTTP_SYNC_TOKEN", "hidden-thing"));

    assertThat(out.toString()).doesNotContain("hidden-thing", "refused");
  }

  @Test
  void serve_json_isOneObjectAndNothingElse() throws Exception {
    serveUntil("}", Map.of(), "--json");

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("url").asText()).startsWith("http://127.0.0.1:");
    assertThat(json.get("database").asText()).isEqualTo("data/replica.db");
    assertThat(json.at("/standing/leader").asBoolean()).isTrue();
  }

  @Test
  void serve_mirrors_areNamedKeptAndStoppedInTheEnd() throws Exception {
    Map<String, String> mirror =
        Map.of(
            "TIDEMARK_MIRRORS_REPORTING_URL", "jdbc:mysql://db.example/peering",
            "TIDEMARK_MIRRORS_REPORTING_USER", "tidemark",
            "TIDEMARK_MIRRORS_REPORTING_PASSWORD", "hidden-thing",
            "TIDEMARK_MIRRORS_OLD_ENABLED", "false");

    int code = serveUntil(() -> adapters.mirrors.done.contains("feed grew"), mirror);

    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .contains("mirrors reporting (db.example:3306/peering)")
        .noneMatch(line -> line.contains("hidden-thing") || line.contains("old"));
    assertThat(adapters.mirrors.done).startsWith("start").endsWith("stop");
  }

  @Test
  void serve_badSettings_areToldAllAtOnce() {
    int code =
        run(
            Map.of("TIDEMARK_HTTP_STALE_AFTER", "0s", "TIDEMARK_HTTP_SYNC_TOKEN", "hidden thing"),
            "serve",
            "--listen",
            "8080");

    assertThat(err.toString().lines())
        .containsExactly(
            "error: configuration has 3 problems",
            "  --listen: http.listen: expected an address and a port, such as 127.0.0.1:8080 or"
                + " :8080, found \"8080\"",
            "  TIDEMARK_HTTP_STALE_AFTER: http.stale-after: expected a duration above 0,"
                + " found \"0s\"",
            "  TIDEMARK_HTTP_SYNC_TOKEN: http.sync-token: the token has blanks or characters that"
                + " no header can carry");
    assertThat(code).isEqualTo(2);
  }

  /** Serves on any free port until this was printed, and is interrupted then. */
  private int serveUntil(String printed, Map<String, String> environment, String... more)
      throws Exception {
    return serveUntil(() -> out.toString().contains(printed), environment, more);
  }

  private int serveUntil(BooleanSupplier reached, Map<String, String> environment, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0"));
    arguments.addAll(List.of(more));
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread command =
        new Thread(() -> code.complete(run(environment, arguments.toArray(String[]::new))));
    command.start();
    await().atMost(PATIENCE).until(() -> reached.getAsBoolean() || code.isDone());
    command.interrupt();
    return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private int run(Map<String, String> environment, String... arguments) {
    Outside outside =
        new Outside(
            adapters,
            new Surroundings(environment, directory),
            "./tidemark",
            ManualClock.at(NOW),
            false);
    return CommandLines.of(outside, new PrintWriter(out), new PrintWriter(err)).run(arguments);
  }
}
