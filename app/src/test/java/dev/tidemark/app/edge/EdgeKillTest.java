package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.adapter.quic.QuicConfig.Identity;
import dev.tidemark.adapter.quic.QuicConfig.Limits;
import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig;
import dev.tidemark.adapter.sqlite.SqliteSnapshotModule;
import dev.tidemark.app.e2e.TidemarkProcess;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.testkit.net.FreePort;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge in a process of its own, which is killed whatever it does just then. */
final class EdgeKillTest {

  private static final int KILLS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  @AutoClose private SnapshotNet net;

  @BeforeEach
  void net() {
    net = new SnapshotNet(directory);
  }

  /**
   * Soon after the first bytes, or soon after a verdict, when the next file is on its way. The
   * store's own tests kill it before each step, with no network before it.
   */
  @Tag("proof")
  @Test
  void edge_killedAtAnyTime_hasAGoodFileEachTimeAndNeverAnOlderOne() throws Exception {
    String address = "127.0.0.1:" + FreePort.find();
    OriginNode origin = net.origin(impatient());
    origin.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
            + " INSERT INTO item SELECT i, hex(randomblob(500)), 'open', 'x' || i, 0 FROM n");
    origin.target("edge", address);
    origin.started();
    RunningEdge.configure(directory.resolve("place"), certified());
    Optional<SnapshotVersion> last = Optional.empty();
    int taken = 0;

    for (int i = 0; i < KILLS; i++) {
      TidemarkProcess edge = start(address);
      await().atMost(PATIENCE).until(() -> !edge.printed().isEmpty() || !edge.isAlive());
      assertThat(edge.isAlive()).as(edge.errors()).isTrue();
      Class<?> moment = i % 2 == 0 ? SnapshotEvent.PushGoesOn.class : SnapshotEvent.PushEnded.class;
      origin.events.clear();
      long later = ThreadLocalRandom.current().nextLong(300);
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .atMost(PATIENCE)
          .until(
              () -> {
                origin.execute("UPDATE item SET round = round + 1, name = hex(randomblob(500))");
                return origin.events.stream().anyMatch(moment::isInstance);
              });
      edge.killAfter(later);

      Optional<SnapshotVersion> now = verified();
      assertThat(last.filter(before -> now.isEmpty() || before.compareTo(now.get()) > 0)).isEmpty();
      taken += now.equals(last) ? 0 : 1;
      last = now;
    }
    assertThat(taken).as("how often it was killed behind something newer").isGreaterThan(2);
  }

  /** One that finds out soon that the edge is gone, and soon that it is back. */
  private OriginNode.Draft impatient() {
    Limits limits =
        Limits.DEFAULTS
            .withIdle(Duration.ofSeconds(3))
            .withConnect(Duration.ofSeconds(3))
            .withSilence(Duration.ofSeconds(4));
    PublisherPolicy policy =
        new PublisherPolicy(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofMillis(50),
            Duration.ofMillis(200));
    return OriginNode.plain(net, "origin")
        .as(net.certified("origin").withLimits(limits))
        .by(policy);
  }

  private TidemarkProcess start(String address) throws Exception {
    TidemarkProcess edge =
        TidemarkProcess.start(
            Surrounded.PLAIN,
            "edge",
            "--json",
            "--config",
            directory.resolve("place/tidemark.yaml").toString(),
            "--listen",
            address,
            "--http",
            "127.0.0.1:0");
    net.keep(edge::end);
    return edge;
  }

  private String certified() {
    Identity identity = net.certified("edge").identity().orElseThrow();
    return "quic: {certificate: '%s', key: '%s', ca: '%s'}"
        .formatted(identity.certificates(), identity.key(), identity.authority());
  }

  /** What the next process would serve, which is what its manifest says, to the last byte. */
  private Optional<SnapshotVersion> verified() {
    Path data = directory.resolve("place/data");
    try (Application next =
        Application.start(
            new AmbientModule(Clock.systemUTC(), event -> {}),
            new SqliteSnapshotModule(SqliteSnapshotConfig.in(data)))) {
      SnapshotShelf shelf = next.get(SnapshotStore.class).shelf("public");
      Optional<SignedManifest> serving = shelf.serving();
      serving.ifPresent(
          manifest -> {
            FileOffer file = FileOffer.of(shelf, manifest);
            assertThat(file.with(file.bytes()).said()).isEqualTo(manifest.manifest());
            try (var reader = shelf.read()) {
              assertThat(EdgeNode.round(reader, "item")).hasSize(1);
            }
          });
      return serving.map(manifest -> manifest.manifest().version());
    }
  }
}
