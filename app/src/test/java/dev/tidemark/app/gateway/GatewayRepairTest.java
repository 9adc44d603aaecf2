package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.state.RepairMode;
import dev.tidemark.core.state.RepairReport;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.testkit.fake.RecordingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the repair of a start removes, and when it is not believed. */
final class GatewayRepairTest {

  private static final String REFUSED =
      "repair the weak state: 200 of 200 leases, 200 of 200 subscription_nodes would be removed, since what they refer to is not in the strong state; put the right strong state back, or force the repair if they are really of no use (expected at most 100 rows or 50% of a type)";

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;

  /** One valid row of each table, and every way in which one can be an orphan. */
  private RawFile orphans() throws Exception {
    try (Gateway gateway = Gateway.open(directory)) {
      gateway.fill("good");
      gateway.links.put(Values.evicted("s", "evicted"));
      gateway.links.put(Values.evicted("s", "gone"));
      gateway.nodes.put(Values.node("evicted")); // by nobody else kept
      gateway.nodes.put(Values.node("alone"));
      gateway.dynamics.put(Values.dynamic("evicted", 1));
      gateway.dynamics.put(Values.dynamic("nowhere", 1));
      gateway.latencies.put(Values.latency("alone", "a", 1));
      gateway.latencies.put(Values.latency("nowhere", "a", 1));
      gateway.leases.put(Values.lease("p", "of nowhere", "nowhere"));
      gateway.leases.put(Values.lease("p", "of alone", "alone"));
      gateway.leases.put(Values.lease("nobody", "a", "good"));
      gateway.links.put(Values.link("unknown", "good"));
      gateway.links.put(Values.evicted("unknown", "good"));
      gateway.links.put(Values.link("s", "nowhere"));
    }
    RawFile cache = RawFile.cache(directory);
    assertThat(cache.counts()).as("before").isEqualTo("3 5 3 3 4");
    return cache;
  }

  @Test
  void open_withOrphansOfEveryKind_removesThemAndNothingElse() throws Exception {
    orphans();

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(gateway.counts()).isEqualTo("1 3 1 1 1");
      assertThat(gateway.state.status().count()).as("dirty").isZero();
      assertThat(Gateway.all(gateway.links))
          .containsExactlyInAnyOrder(
              Values.link("s", "good"),
              Values.evicted("s", "evicted"),
              Values.evicted("s", "gone"));
    }
  }

  @Test
  void open_withOrphans_tellsHowManyOfEachRule() throws Exception {
    orphans();

    Gateway.open(directory, told).close();

    RepairReport report = told.events(StateEvent.Repaired.class).get(0).report();
    assertThat(report.applied()).isTrue();
    assertThat(counts(report))
        .contains(
            "1 subscription_nodes without its subscriptions",
            "1 leases without its platforms",
            "2 nodes_static that no subscription_nodes keeps");
    assertThat(report.count()).isEqualTo(2 + 2 + 2 + 2 + 3);
  }

  @Test
  void open_afterARepair_findsNothingMore() throws Exception {
    orphans();
    Gateway.open(directory).close();

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(told.events(StateEvent.Repaired.class)).isEmpty();
      assertThat(gateway.state.repair(RepairMode.DRY_RUN).count()).isZero();
    }
  }

  @Test
  void open_withAValidSet_losesNothing() throws Exception {
    try (Gateway gateway = Gateway.open(directory)) {
      gateway.fill("a", "b", "c").links.put(Values.evicted("s", "thrown out"));
    }

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(gateway.counts()).isEqualTo("3 4 3 3 3");
      assertThat(told.events(StateEvent.Repaired.class)).isEmpty();
    }
  }

  @Test
  void dryRun_withOrphans_countsThemAndRemovesNothing() {
    try (Gateway gateway = Gateway.open(directory)) {
      gateway.fill("good").leases.put(Values.lease("nobody", "a", "good"));
      gateway.dynamics.put(Values.dynamic("nowhere", 1));

      RepairReport report = gateway.state.repair(RepairMode.DRY_RUN);

      assertThat(report.applied()).isFalse();
      assertThat(counts(report))
          .containsExactlyInAnyOrder(
              "1 leases without its platforms", "1 nodes_dynamic without its nodes_static");
      assertThat(gateway.counts()).isEqualTo("1 1 2 1 2");
    }
  }

  @Test
  void forced_withOrphans_removesThemFromMemoryToo() throws Exception {
    try (Gateway gateway = Gateway.open(directory)) {
      gateway.fill("good").leases.put(Values.lease("nobody", "a", "good"));
      gateway.latencies.put(Values.latency("nowhere", "a", 1));

      assertThat(gateway.state.repair(RepairMode.FORCED).count()).isEqualTo(2);

      assertThat(gateway.counts()).isEqualTo("1 1 1 1 1");
      assertThat(RawFile.cache(directory).counts()).isEqualTo("1 1 1 1 1");
    }
  }

  @Test
  void open_emptyStrongFile_isRefusedAndTheCacheUntouched() throws Exception {
    many();
    RawFile.state(directory).delete();
    String before = RawFile.cache(directory).counts();

    assertThatThrownBy(() -> Gateway.open(directory, told))
        .isInstanceOf(RepairRefusedException.class)
        .hasMessage(REFUSED);

    assertThat(RawFile.cache(directory).counts()).isEqualTo(before);
    assertThat(told.events()).isEmpty();
  }

  @Test
  void open_strongFileOfAnotherGateway_isRefusedAndTheCacheUntouched() throws Exception {
    many();
    Path other = directory.resolve("other");
    try (Gateway gateway = Gateway.open(other)) {
      gateway.platforms.save(Platform.of("another", "platform"));
      gateway.subscriptions.save(Subscription.of("another", "subscription"));
    }
    RawFile.state(directory).delete();
    Files.copy(RawFile.state(other).path(), RawFile.state(directory).path());
    String before = RawFile.cache(directory).counts();

    assertThatThrownBy(() -> Gateway.open(directory))
        .isInstanceOf(RepairRefusedException.class)
        .hasMessage(REFUSED);

    assertThat(RawFile.cache(directory).counts()).isEqualTo(before);
  }

  @Test
  void open_theRightStrongFileAgain_losesNothing() throws Exception {
    many();
    Path aside = directory.resolve("aside.db");
    Files.move(RawFile.state(directory).path(), aside);
    assertThatThrownBy(() -> Gateway.open(directory)).isInstanceOf(RepairRefusedException.class);

    Files.copy(
        aside, RawFile.state(directory).path(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    try (Gateway gateway = Gateway.open(directory)) {
      assertThat(gateway.counts()).isEqualTo("200 200 200 200 200");
    }
  }

  /**
   * Nodes came, were written, and the process was killed before their links came. That is no reason
   * to doubt the strong state: it has nothing to do with it.
   */
  @Test
  void open_manyNodesWhoseLinksWereNotWrittenYet_removesThemAndStarts() throws Exception {
    try (Gateway gateway = Gateway.open(directory)) {
      gateway.fill("good");
      IntStream.range(0, 500).forEach(i -> gateway.nodes.put(Values.node("n" + i)));
    }

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(gateway.counts()).isEqualTo("1 1 1 1 1");
      assertThat(told.events(StateEvent.Repaired.class)).hasSize(1);
    }
  }

  private void many() {
    try (Gateway gateway = Gateway.open(directory)) {
      gateway.fill(IntStream.range(0, 200).mapToObj(i -> "n" + i).toArray(String[]::new));
    }
  }

  private static List<String> counts(RepairReport report) {
    return report.removed().stream()
        .filter(each -> !each.keys().isEmpty())
        .map(GatewayRepairTest::count)
        .collect(Collectors.toList());
  }

  private static String count(Removed removed) {
    return removed.keys().size() + " " + removed.rule().text();
  }
}
