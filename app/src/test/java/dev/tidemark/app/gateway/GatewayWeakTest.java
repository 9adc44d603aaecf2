package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.gateway.Values.Latency;
import dev.tidemark.app.gateway.Values.Link;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.RepairMode;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes with what while the gateway runs, and what it does when it loads. */
final class GatewayWeakTest {

  @TempDir Path directory;
  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = Gateway.open(directory);
  }

  @Test
  void platform_deleted_takesItsLeasesAtOnce() throws Exception {
    gateway.fill("n").platforms.save(Platform.of("other", "other"));
    gateway.leases.put(Values.lease("other", "a", "n"));
    gateway.state.flush();

    gateway.platforms.delete(RowKey.of("p"));

    assertThat(Gateway.all(gateway.leases)).containsExactly(Values.lease("other", "a", "n"));
    gateway.state.flush();
    assertThat(RawFile.cache(directory).query("SELECT platform_id FROM leases"))
        .containsExactly("other");
    gateway.close();
  }

  @Test
  void subscription_deleted_takesItsLinksAndWhatOnlyTheyKept() throws Exception {
    gateway.fill("both", "alone").subscriptions.save(Subscription.of("t", "other"));
    gateway.links.put(Values.link("t", "both"));
    gateway.links.put(Values.evicted("s", "thrown out"));
    gateway.state.flush();

    gateway.subscriptions.delete(RowKey.of("s"));

    assertThat(gateway.counts()).isEqualTo("1 1 1 1 1");
    assertThat(Gateway.all(gateway.links)).containsExactly(Values.link("t", "both"));
    gateway.state.flush();
    assertThat(RawFile.cache(directory).counts()).isEqualTo("1 1 1 1 1");
    assertThat(gateway.state.repair(RepairMode.DRY_RUN).count()).isZero();
    gateway.close();
  }

  /** Nothing of it was ever written. */
  @Test
  void subscription_deletedBeforeAFlush_leavesNothingToWrite() throws Exception {
    gateway.fill("a", "b");

    gateway.subscriptions.delete(RowKey.of("s"));
    gateway.state.flush();

    assertThat(gateway.counts()).isEqualTo("0 0 0 0 0");
    assertThat(RawFile.cache(directory).counts()).isEqualTo("0 0 0 0 0");
    gateway.close();
  }

  @Test
  void subscription_whoseDeletionIsRolledBack_keepsAllOfIt() {
    gateway.fill("n");

    try {
      gateway.state.transact(
          "delete",
          on -> {
            on.in(gateway.subscriptions).delete(RowKey.of("s"));
            throw new IllegalStateException("not so");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("not so");
    }

    assertThat(gateway.counts()).isEqualTo("1 1 1 1 1");
    gateway.close();
  }

  @Test
  void node_removedWithDependents_takesWhatRequiresIt() {
    gateway.fill("n", "m").links.put(Values.evicted("s", "gone"));

    gateway.nodes.removeWithDependents(RowKey.of("n"));

    assertThat(gateway.counts()).isEqualTo("1 2 1 1 1");
    gateway.close();
  }

  @Test
  void link_removedWithDependents_takesTheNodeThatOnlyItKept() {
    gateway.fill("n", "m").subscriptions.save(Subscription.of("t", "other"));
    gateway.links.put(Values.link("t", "m"));

    gateway.links.removeWithDependents(RowKey.of("s", "n"));
    gateway.links.removeWithDependents(RowKey.of("s", "m"));

    assertThat(Gateway.all(gateway.links)).containsExactly(Values.link("t", "m"));
    assertThat(gateway.counts()).isEqualTo("1 1 1 1 1");
    gateway.close();
  }

  /** The link remembers it; the callback of the eviction removes the node. */
  @Test
  void link_evicted_outlivesItsNode() {
    gateway.fill("n");
    gateway.links.update(
        RowKey.of("s", "n"),
        link -> link.map(l -> new Link(l.subscriptionId(), l.nodeHash(), l.tagsJson(), true)));

    gateway.nodes.removeWithDependents(RowKey.of("n"));
    gateway.close();
    open();

    assertThat(gateway.counts()).isEqualTo("0 1 0 0 0");
    gateway.close();
  }

  @Test
  void lease_touched_changesWhatIsThereAlone() {
    gateway.fill("n");
    RowKey key = RowKey.of("p", "account n");

    Optional<Values.Lease> touched =
        gateway.leases.update(
            key,
            lease ->
                lease.map(
                    l ->
                        new Values.Lease(
                            l.platformId(),
                            l.account(),
                            l.nodeHash(),
                            l.egressIp(),
                            l.createdAtNs(),
                            l.expiryNs(),
                            77)));

    assertThat(touched)
        .hasValueSatisfying(lease -> assertThat(lease.lastAccessedNs()).isEqualTo(77));
    assertThat(gateway.leases.update(RowKey.of("p", "nobody"), lease -> lease)).isEmpty();
    gateway.close();
  }

  /** Of each node, the newest are kept, by their time and then their name. */
  @Test
  void latencies_trimmedWhenLoaded_areDeletedByTheNextFlush() throws Exception {
    gateway.fill("n");
    IntStream.range(0, 300)
        .forEach(i -> gateway.latencies.put(Values.latency("n", "d" + i + ".example", i)));
    gateway.latencies.remove(RowKey.of("n", "example.org"));
    gateway.close();
    open();

    List<Latency> newestFirst =
        Gateway.all(gateway.latencies).stream()
            .sorted(
                Comparator.comparingLong(Latency::lastUpdatedNs)
                    .reversed()
                    .thenComparing(Latency::domain))
            .toList();
    newestFirst.stream().skip(10).map(Latency::key).forEach(gateway.latencies::remove);

    assertThat(Gateway.all(gateway.latencies)).hasSize(10);
    assertThat(gateway.state.flush().deletes()).isEqualTo(290);
    assertThat(
            RawFile.cache(directory)
                .query("SELECT last_updated_ns FROM node_latency ORDER BY last_updated_ns"))
        .containsExactlyElementsOf(IntStream.range(290, 300).mapToObj(String::valueOf).toList());
    gateway.close();
  }

  /** Five times as many as may be in memory. */
  @Test
  void latencies_moreThanTheirBound_areAllReadAndAllWritten() throws Exception {
    gateway.fill("n");
    int all = 5 * Tables.LATENCIES_IN_MEMORY;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < all; i++) {
        gateway.latencies.put(Values.latency("n", "d" + i, round));
      }
      gateway.state.flush();
    }

    for (int i = 0; i < all; i++) {
      assertThat(gateway.latencies.get(RowKey.of("n", "d" + i)))
          .contains(Values.latency("n", "d" + i, 1));
    }
    assertThat(
            RawFile.cache(directory)
                .query("SELECT count(*) FROM node_latency WHERE last_updated_ns = 1"))
        .containsExactly(all + 1 + "");
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's \"quoted\"", " blank s ", "ünïcode 日本 🦀", "100%20#?&;", "a\\b"})
  void open_oddDirectoryName_loadsAndRepairs(String name) {
    Path odd = directory.resolve(name);
    try (Gateway first = Gateway.open(odd)) {
      first.fill("n").leases.put(Values.lease("nobody", "a", "n"));
    }

    try (Gateway second = Gateway.open(odd)) {
      assertThat(second.counts()).isEqualTo("1 1 1 1 1");
      assertThat(second.platforms.get(RowKey.of("p")).value().name()).isEqualTo("platform");
    }
    assertThat(odd.resolve("state.db")).exists();
    gateway.close();
  }
}
