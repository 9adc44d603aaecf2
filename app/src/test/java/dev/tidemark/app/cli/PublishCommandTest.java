package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of a replica in SQLite, pushed over QUIC to edges on this machine. */
final class PublishCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What is in the file of an author. */
  private final EntityType kept =
      EntityType.named("author")
          .key("id")
          .integer("id")
          .text("name")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .build();

  @AutoClose private final SnapshotSite site;

  PublishCommandTest(@TempDir Path directory) throws IOException {
    site = new SnapshotSite(directory);
  }

  @Test
  void once_replicaThatIsNotWhole_isRefused() {
    assertThat(site.run("publish", "--once")).isEqualTo(1);
    assertThat(site.err).contains("there is none yet").contains("./tidemark sync");
  }

  @Test
  void once_twice_deliversAndThenAsksAlone() throws IOException {
    site.run("sync");
    publishTo(site.edge("origin"));

    assertThat(site.run("publish", "--once")).isZero();
    assertThat(site.out.lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("public \\d+-1: built from the start, [\\d.]+ kB"),
            line -> assertThat(line).matches("target +endpoint +sent +bytes +took +verdict"),
            line -> assertThat(line).matches("edge-1 +127.0.0.1:\\d+ +whole +.* +ACCEPTED"));
    assertThat(site.err.lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("public \\d+-1 built .*"),
            line -> assertThat(line).matches("public \\d+-1 to edge-1 whole .*ACCEPTED"));
    assertThat(served()).containsExactly("author 1", "author 2");

    assertThat(site.run("publish", "public", "--once", "--json")).isZero();
    assertThat(site.err).isEmpty();
    assertThat(site.json().at("/0/way").asText()).isEqualTo("unchanged");
    assertThat(site.json().at("/0/delivered").asBoolean()).isTrue();
    assertThat(site.json().at("/0/targets/0/verdict").asText()).isEqualTo("ALREADY_HAVE");
    assertThat(site.json().at("/0/targets/0/bytes").asLong()).isZero();
  }

  @Test
  void once_oneTargetThatIsNotThere_isToldAndTheOtherHasIt() throws IOException {
    site.run("sync");
    publishTo(site.edge("origin"), "nowhere.invalid:9443");

    assertThat(site.run("publish", "--once")).isEqualTo(1);
    assertThat(site.out.lines())
        .anySatisfy(line -> assertThat(line).matches("edge-1 .* ACCEPTED"))
        .anySatisfy(line -> assertThat(line).matches("edge-2 .*no host nowhere.invalid.*"));

    site.run("status");
    assertThat(site.out.lines())
        .anySatisfy(line -> assertThat(line).matches("public +edge-1 .* current +\\d+-1 +0 .*"))
        .anySatisfy(line -> assertThat(line).matches("public +edge-2 .* failing +- +1 .*"))
        .anySatisfy(line -> assertThat(line).startsWith("edge-2: ").contains("nowhere.invalid"));
    site.run("status", "--json");
    assertThat(site.json().at("/snapshots/0/targets/0/state").asText()).isEqualTo("current");
    assertThat(site.json().at("/snapshots/0/targets/1/attempts").asInt()).isEqualTo(1);
  }

  @Test
  void once_peerThatMayNot_isRejectedWithAReason() throws IOException {
    site.run("sync");
    publishTo(site.edge("somebody-else"));

    assertThat(site.run("publish", "--once")).isEqualTo(1);
    assertThat(site.out).contains("edge-1").doesNotContain("ACCEPTED");
  }

  @Test
  void once_nobodyToPushTo_isNotDelivered() throws IOException {
    site.configure(SnapshotSite.SNAPSHOT + site.certified());
    site.run("sync");

    assertThat(site.run("publish", "--once")).isEqualTo(1);
    assertThat(site.out)
        .contains("nobody to push to: no enabled target")
        .containsPattern("tidemark targets add public NAME HOST:PORT.* adds one");
    assertThat(site.run("publish", "--once", "--json")).isEqualTo(1);
    assertThat(site.json().at("/0/delivered").asBoolean(true)).isFalse();
    assertThat(site.run("snapshot", "build", "public", "--json")).isZero();
    assertThat(site.json().at("/delivered").isNull()).isTrue();
  }

  @Test
  void once_noCertificate_saysHowToGetOne() throws IOException {
    site.configure(SnapshotSite.SNAPSHOT + targets("localhost:1"));
    site.run("sync");

    assertThat(site.run("publish", "--once")).isEqualTo(1);
    assertThat(site.out).contains("this node has no certificate").contains("certs init");
  }

  @Test
  void publish_anotherProcessDoes_isRefused() throws IOException {
    site.run("sync");
    publishTo("localhost:1");
    try (Application other =
        Application.start(
            new AmbientModule(Clock.systemUTC(), Listener.NONE),
            new SqliteSnapshotModule(SqliteSnapshotConfig.in(site.data()).ofReplica()))) {
      assertThat(other.get(SnapshotStore.class).shelf("public").generations()).isEmpty();
      assertThat(site.run("publish", "--once")).isEqualTo(1);
      assertThat(site.run("snapshot", "build", "public")).isEqualTo(1);
    }
    assertThat(site.err)
        .contains("publish public: another process does so in this data directory")
        .contains("./tidemark status");
  }

  @Test
  @Tag("proof")
  void publish_untilItIsStopped_bringsWhatIsNewToTheEdge() throws Exception {
    site.run("sync");
    publishTo(site.edge("origin"));
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread publishing = new Thread(() -> code.complete(site.runAside("publish")));
    publishing.start();
    await().atMost(PATIENCE).until(() -> isServing(2));

    site.adapters.upstream.put(site.author(1, "another name"));
    site.runAside("sync", "--full");
    await().atMost(PATIENCE).until(() -> served().contains("another name"));

    publishing.interrupt();
    assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
  }

  /** Before the first cycle it publishes nothing, and behind it to whoever is there by then. */
  @Test
  @Tag("proof")
  void serve_targetThatIsAddedMeanwhile_getsWhatWasSynced() throws Exception {
    String endpoint = site.edge("origin");
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread serving =
        new Thread(
            () -> code.complete(site.runAside("serve", "--listen", "127.0.0.1:0", "--json")));
    serving.start();
    await().atMost(PATIENCE).until(() -> site.runAside("status") == 0);

    assertThat(site.runAside("targets", "add", "public", "edge-1", endpoint)).isZero();
    await().atMost(PATIENCE).until(() -> isServing(2));

    assertThat(site.runAside("publish", "--once")).as("between two builds of serve").isZero();
    serving.interrupt();
    assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
  }

  private boolean isServing(int rows) {
    return subscriber().status().names().get("public").serving().isPresent()
        && served().size() == rows;
  }

  private Subscriber subscriber() {
    return site.edge(0).get(Subscriber.class);
  }

  private List<@Nullable Object> served() {
    List<@Nullable Object> names = new ArrayList<>();
    try (SnapshotReader reader = subscriber().read("public")) {
      reader.rows().scan(kept, row -> names.add(row.value("name")));
    }
    return names;
  }

  private void publishTo(String... endpoints) throws IOException {
    site.configure(SnapshotSite.SNAPSHOT + targets(endpoints) + site.certified());
  }

  private static String targets(String... endpoints) {
    StringBuilder targets = new StringBuilder("    targets:\n");
    for (int i = 0; i < endpoints.length; i++) {
      targets.append("      - {name: edge-%d, endpoint: \"%s\"}\n".formatted(i + 1, endpoints[i]));
    }
    return targets.toString();
  }
}
