package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.gateway.Values.NodeStatic;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.RepairMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the weak tier is after each of many flushes: the number of the flush says it all. Some nodes
 * come and some go with each.
 */
final class Generations {

  private static final int NODES = 30;

  private Generations() {}

  /** The number of the next flush; one of nothing has a number, too. */
  static long next(Gateway gateway) {
    return gateway.state.flush().number() + 1;
  }

  private static boolean isThere(long generation, int node) {
    return (generation + node) % 3 != 0;
  }

  /** Makes memory what it has to be in this generation. */
  static void put(Gateway gateway, long generation) {
    for (int i = 0; i < NODES; i++) {
      String hash = "n" + i;
      if (isThere(generation, i)) {
        gateway.putAll(hash);
        gateway.nodes.put(new NodeStatic(hash, "{}", generation));
        gateway.dynamics.put(Values.dynamic(hash, Math.toIntExact(generation)));
        gateway.latencies.put(Values.latency(hash, "example.org", generation));
      } else {
        gateway.nodes.removeWithDependents(RowKey.of(hash));
        gateway.links.put(Values.evicted("s", hash));
      }
    }
  }

  /** That the weak tier is exactly that of its last flush, and that no repair finds anything. */
  static long assertWhole(Gateway gateway) {
    long generation = gateway.state.status().last().number();
    List<String> there =
        IntStream.range(0, NODES)
            .filter(i -> generation > 0 && isThere(generation, i))
            .mapToObj(i -> "n" + i)
            .toList();
    assertThat(Gateway.all(gateway.nodes))
        .as("nodes of flush %d", generation)
        .containsExactlyInAnyOrderElementsOf(
            there.stream().map(hash -> new NodeStatic(hash, "{}", generation)).toList());
    assertThat(Gateway.all(gateway.dynamics))
        .as("dynamics of flush %d", generation)
        .containsExactlyInAnyOrderElementsOf(
            there.stream().map(hash -> Values.dynamic(hash, Math.toIntExact(generation))).toList());
    assertThat(Gateway.all(gateway.latencies))
        .as("latencies of flush %d", generation)
        .containsExactlyInAnyOrderElementsOf(
            there.stream().map(hash -> Values.latency(hash, "example.org", generation)).toList());
    assertThat(Gateway.all(gateway.leases))
        .as("leases of flush %d", generation)
        .extracting(Values.Lease::nodeHash)
        .containsExactlyInAnyOrderElementsOf(there);
    assertThat(Gateway.all(gateway.links))
        .as("links of flush %d", generation)
        .hasSize(generation > 0 ? NODES : 0)
        .allMatch(link -> link.evicted() != there.contains(link.nodeHash()));
    assertThat(gateway.state.repair(RepairMode.DRY_RUN).count()).as("to repair").isZero();
    return generation;
  }
}
