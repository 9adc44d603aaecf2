package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.adapter.quic.QuicConfig.Identity;
import dev.tidemark.testkit.net.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark edge} and the commands below it, with an origin that pushes over QUIC. */
final class EdgeCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  @AutoClose private SnapshotNet net;
  private OriginNode origin;

  @BeforeEach
  void net() {
    net = new SnapshotNet(directory);
    origin = net.origin("origin");
    origin.item(1, "one", "open");
  }

  private Path place() {
    return directory.resolve("place");
  }

  private String certified() {
    Identity identity = net.certified("edge").identity().orElseThrow();
    return "quic: {certificate: '%s', key: '%s', ca: '%s'}"
        .formatted(identity.certificates(), identity.key(), identity.authority());
  }

  private RunningEdge edge(String... more) {
    return net.keep(RunningEdge.in(place(), certified() + "\nedge: {keep: 3}", more));
  }

  private void assertPushed() {
    assertThat(origin.publish().isGood()).isTrue();
  }

  private static HttpServer service() throws IOException {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          byte[] body =
              ("origin: " + exchange.getRequestMethod() + " " + exchange.getRequestURI())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(202, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    service.start();
    return service;
  }

  private static String base(HttpServer service) {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }

  @Test
  void start_withoutAnything_isAliveSaysWhatItWaitsForAndIsNotReady() {
    RunningEdge edge = edge();

    HttpResponse<String> ready = edge.get("/readyz");

    assertThat(edge.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(RunningEdge.json(ready.body()).at("/reasons/0").asText())
        .contains("public", "none has come yet");
    assertThat(edge.said().at("/targetsAdd/0").asText())
        .isEqualTo("./tidemark targets add public edge " + edge.address());
    assertThat(edge.status().at("/ready").asBoolean()).isFalse();
    assertThat(files(place().resolve("data"))).containsExactly("snapshots", "snapshots.lock");
    assertThat(edge.stop()).isZero();
  }

  private static List<String> files(Path data) {
    try (var files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void push_fromTheOrigin_isServedAndToldEverywhere() {
    RunningEdge edge = edge();
    origin.target("edge", edge.address());

    assertPushed();

    assertThat(edge.get("/readyz").statusCode()).isEqualTo(200);
    JsonNode status = edge.status();
    String version = origin.shelf().highest().orElseThrow().toString();
    assertThat(status.at("/snapshots/0/version").asText()).isEqualTo(version);
    assertThat(status.at("/snapshots/0/verdicts/0/verdict").asText()).isEqualTo("ACCEPTED");
    assertThat(status.at("/snapshots/0/verdicts/0/peer").asText()).isEqualTo("origin");
    assertThat(status.at("/origin").isNull()).isTrue();
    assertThat(edge.get("/metrics").body())
        .contains(
            "tidemark_edge_verdicts_total{code=\"accepted\",snapshot=\"public\"} 1.0",
            "tidemark_edge_snapshot_sequence{snapshot=\"public\"} 1.0",
            "tidemark_edge_installs_total{snapshot=\"public\",way=\"newer\"} 1.0");
  }

  @Tag("proof")
  @Test
  void restart_withoutAnOrigin_servesWhatWasThere() {
    RunningEdge first = edge();
    origin.target("edge", first.address());
    assertPushed();
    assertThat(first.stop()).isZero();

    RunningEdge second = edge("--origin", "http://127.0.0.1:1");

    second.awaitReady();
    await()
        .atMost(PATIENCE)
        .until(() -> second.status().at("/origin/state").asText().equals("unhealthy"));
    assertThat(second.get("/elsewhere").statusCode()).isEqualTo(502);
    assertThat(second.get("/readyz").statusCode()).isEqualTo(200);
  }

  @Tag("proof")
  @Test
  void age_overTheLimit_isNotReadyAndSaysWhy() {
    RunningEdge edge = net.keep(RunningEdge.in(place(), certified() + "\nedge: {max-age: 4s}"));
    origin.target("edge", edge.address());
    assertPushed();

    await()
        .atMost(PATIENCE)
        .until(() -> edge.get("/readyz").body().contains("expected less than 4.0 s"));

    assertThat(edge.get("/readyz").body()).contains("a publisher offered it");
    assertThat(edge.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void rest_byDefault_isHandedOnToTheOrigin() throws IOException {
    HttpServer service = service();
    try {
      RunningEdge edge = edge("--origin", base(service));

      HttpResponse<String> answer = edge.post("/sync?mode=full", "body");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).isEqualTo("origin: POST /sync?mode=full");
      assertThat(edge.get("/healthz").body()).contains("ok");
      await().atMost(PATIENCE).until(() -> edge.status().at("/origin/reachable").asBoolean());
      assertThat(edge.get("/metrics").body()).contains("tidemark_edge_origin_healthy 1.0");
    } finally {
      service.stop(0);
    }
  }

  @Tag("proof")
  @Test
  void rest_redirected_namesTheOrigin() {
    RunningEdge edge =
        net.keep(
            RunningEdge.in(
                place(), certified() + "\nedge: {writes: redirect, origin: 'http://o.example'}"));

    HttpResponse<String> answer = edge.post("/sync?mode=full", "");

    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(answer.headers().firstValue("Location")).hasValue("http://o.example/sync?mode=full");
  }

  @Tag("proof")
  @Test
  void rest_withoutAnOriginOrRefused_isAProblemThatSaysSo() {
    RunningEdge edge = edge();
    assertProblem(edge.post("/sync", ""), 405, "edge.origin");
    assertProblem(edge.get("/nothing"), 404, "edge.origin");
    assertThat(edge.stop()).isZero();

    RunningEdge refusing =
        net.keep(
            RunningEdge.in(
                place(), certified() + "\nedge: {writes: refuse, origin: 'http://o.example'}"));
    assertProblem(refusing.post("/sync", ""), 405, "edge.writes is refuse");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String why) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains(why);
  }

  @Tag("proof")
  @Test
  void rollback_whileItRunsOrNot_servesTheOlderOneUntilANewerComes() {
    RunningEdge edge = edge("--listen", "127.0.0.1:" + FreePort.find());
    origin.target("edge", edge.address());
    String first = published(2);
    String second = published(3);
    published(4);

    RunningEdge.Ended running = RunningEdge.command(place(), "edge", "rollback");
    assertThat(running.err()).isEmpty();
    assertThat(running.out()).contains("public is served at " + second);
    assertThat(served(edge)).isEqualTo(second);
    assertThat(RunningEdge.command(place(), "snapshot", "list").out().lines())
        .anyMatch(line -> line.contains(second) && line.endsWith("served"))
        .anyMatch(line -> line.endsWith("highest"))
        .hasSize(4);
    assertThat(origin.publish().isGood()).as("what was left is not taken again").isFalse();
    assertThat(edge.stop()).isZero();

    RunningEdge.Ended alone = RunningEdge.command(place(), "edge", "rollback", "public", "--json");
    assertThat(RunningEdge.json(alone.out()).get("version").asText()).isEqualTo(first);
    RunningEdge again = edge("--listen", edge.address());
    assertThat(served(again)).isEqualTo(first);
    assertThat(served(again)).isNotEqualTo(published(5));
    assertThat(again.status().at("/snapshots/0/verdicts/0/verdict").asText()).isEqualTo("ACCEPTED");
  }

  private String published(long id) {
    origin.item(id, "item", "open");
    return origin.publish().manifest().version().toString();
  }

  private static String served(RunningEdge edge) {
    return edge.status().at("/snapshots/0/version").asText();
  }

  @Tag("proof")
  @Test
  void rollback_whereThereIsNoneOlder_saysSoAndChangesNothing() {
    RunningEdge edge = edge();
    origin.target("edge", edge.address());
    String version = published(2);

    RunningEdge.Ended running = RunningEdge.command(place(), "edge", "rollback");

    assertThat(running.code()).isEqualTo(1);
    assertThat(running.err()).startsWith("error: ").contains("there is none");
    assertThat(served(edge)).isEqualTo(version);
    assertThat(RunningEdge.command(place(), "edge", "rollback", "pubic").err())
        .contains("none of this name is taken here; did you mean \"public\"");
  }

  @Tag("proof")
  @Test
  void relay_toATargetOfTheConfigurationAndOneOfTheState_passesOnWhatItTakes() {
    EdgeNode below = net.edge(fromEdges("below"));
    EdgeNode later = net.edge(fromEdges("later"));
    RunningEdge relay =
        net.keep(
            RunningEdge.in(
                place(),
                certified()
                    + "\nedge: {max-age: 1h}\nsnapshots: {public: {targets: [{name: below, endpoint: '%s'}]}}"
                        .formatted(below.address())));
    origin.target("relay", relay.address());
    assertPushed();
    await().atMost(PATIENCE).until(() -> below.items().equals(List.of(1L)));

    RunningEdge.Ended added =
        RunningEdge.command(place(), "targets", "add", "public", "later", later.address());
    assertThat(added.err()).isEmpty();
    await().atMost(PATIENCE).until(() -> later.items().equals(List.of(1L)));
    assertThat(later.subscriber().status().names().get("public").serving())
        .isEqualTo(origin.shelf().serving());

    origin.item(2, "two", "open");
    assertPushed();
    await().atMost(PATIENCE).until(() -> later.items().equals(List.of(1L, 2L)));
    assertThat(relay.status().at("/publications/0/targets").size()).isEqualTo(2);
    assertThat(relay.stop()).isZero();
  }

  private EdgeNode.Draft fromEdges(String name) {
    EdgeNode.Draft draft = EdgeNode.plain(net, name);
    return draft.over(draft.quic().allowing(QuicConfig.Peers.ANYBODY));
  }

  @Test
  void certificates_missing_areAskedForWithAHint() {
    RunningEdge.configure(place(), "edge: {accept-v1: other}");

    RunningEdge.Ended ended = RunningEdge.command(place(), "edge");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("quic.certificate", "tidemark certs init", "edge.accept-v1");
  }

  @Tag("proof")
  @Test
  void insecure_isWarnedOfAndTakesFromAnybody() {
    RunningEdge edge = net.keep(RunningEdge.in(place(), "quic: {insecure: true}"));
    OriginNode stranger = net.origin(OriginNode.plain(net, "insecure").as(QuicConfig.insecure()));
    stranger.item(1, "one", "open");
    stranger.target("edge", edge.address());

    assertThat(stranger.publish().isGood()).isTrue();
    assertThat(edge.errors()).contains("warning: quic.insecure is true");
  }

  @Tag("proof")
  @Test
  void edge_whereAnotherOneIs_isRefused() {
    edge();

    RunningEdge.Ended second =
        RunningEdge.command(place(), "edge", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0");

    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains("is already writing there");
  }
}
