package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.adapter.quic.QuicConfig.Peers;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.testkit.net.FaultyDatagramLink;
import dev.tidemark.testkit.net.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One origin, two relays and fifty edges behind them. */
final class ManyEdgesTest {

  private static final int EDGES = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path directory;
  @AutoClose private SnapshotNet net;

  @BeforeEach
  void net() {
    net = new SnapshotNet(directory);
  }

  @Tag("proof")
  @Test
  void edges_fiftyOfThemTwoDeadAndOneSlow_convergeAllTheSame() {
    OriginNode origin = net.origin("origin");
    fill(origin, 1);
    List<RelayNode> relays =
        List.of(net.keep(new RelayNode(net, "relay-0")), net.keep(new RelayNode(net, "relay-1")));
    relays.forEach(relay -> origin.target("relay-" + relays.indexOf(relay), relay.address));
    List<EdgeNode> alive = new ArrayList<>();
    for (int i = 0; i < EDGES; i++) {
      relays.get(i % 2).targets.add(target(i, alive));
    }
    assertThat(alive).hasSize(EDGES - 2);

    origin.started();
    await().atMost(PATIENCE).until(() -> origin.shelf().highest().isPresent());
    awaitAll(alive, origin);

    fill(origin, 10_000);
    await().atMost(PATIENCE).until(() -> origin.shelf().generations().size() > 1);
    awaitAll(alive, origin);
    assertThat(alive).allSatisfy(edge -> assertThat(edge.items()).hasSize(2_000));
  }

  private Target target(int number, List<EdgeNode> alive) {
    String name = "edge-" + number;
    if (number < 2) {
      return new Target(
          "public", name, Target.Strategy.TIDEMARK, "127.0.0.1:" + FreePort.find(), true);
    }
    EdgeNode.Draft draft = EdgeNode.plain(net, name);
    EdgeNode edge = net.edge(draft.over(draft.quic().allowing(Peers.ANYBODY)));
    alive.add(edge);
    String address = number == 2 ? slow(edge) : edge.address();
    return new Target("public", name, Target.Strategy.TIDEMARK, address, true);
  }

  private String slow(EdgeNode edge) {
    FaultyDatagramLink link = net.keep(FaultyDatagramLink.to("127.0.0.1", edge.port()));
    link.slow(40_000);
    return link.host() + ":" + link.port();
  }

  private static void fill(OriginNode origin, int first) {
    origin.execute(
        ("WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                + " INSERT INTO item SELECT i, hex(randomblob(50)), 'open', 'x' || i, 0 FROM n")
            .formatted(first, first + 999));
  }

  private static void awaitAll(List<EdgeNode> edges, OriginNode origin) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              SnapshotVersion newest = origin.shelf().highest().orElseThrow();
              assertThat(edges)
                  .extracting(edge -> edge.version().orElse(null))
                  .containsOnly(newest);
            });
  }
}
