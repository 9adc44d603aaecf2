package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.UnflushedException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.testkit.fake.RecordingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the weak tables are written together. */
final class GatewayFlushTest {

  private static final String MAKE_LATENCIES =
      "CREATE TABLE node_latency (node_hash TEXT NOT NULL, domain TEXT NOT NULL, ewma_ns INTEGER NOT NULL, last_updated_ns INTEGER NOT NULL, PRIMARY KEY (node_hash, domain)) STRICT, WITHOUT ROWID";

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;
  private Gateway gateway;

  @BeforeEach
  void open() {
    gateway = Gateway.open(directory, told);
  }

  /** A table that the test has dropped may be missing still. */
  private void closeAnyway() {
    try {
      gateway.close();
    } catch (UnflushedException e) {
      assertThat(e.keys()).isNotEmpty();
    }
  }

  /**
   * As a log of another tool would show it: parents before children, and children before parents.
   */
  @Test
  void flush_ofTenSteps_writesParentsFirstAndRemovesChildrenFirst() throws Exception {
    gateway.fill("old").state.flush();
    RawFile cache = RawFile.cache(directory).execute("CREATE TABLE log (step TEXT)");
    for (var type : Tables.SCHEMA.weak().types()) {
      for (String event : List.of("INSERT", "DELETE")) {
        cache.execute(
            "CREATE TRIGGER %1$s_%2$s AFTER %1$s ON %2$s BEGIN INSERT INTO log VALUES ('%1$s %2$s'); END"
                .formatted(event, type.name()));
      }
    }
    gateway.leases.remove(RowKey.of("p", "account old"));
    gateway.nodes.remove(RowKey.of("old"));
    gateway.links.remove(RowKey.of("s", "old"));
    gateway.dynamics.remove(RowKey.of("old"));
    gateway.latencies.remove(RowKey.of("old", "example.org"));
    gateway.leases.put(Values.lease("p", "a", "new"));
    gateway.latencies.put(Values.latency("new", "example.org", 1));
    gateway.dynamics.put(Values.dynamic("new", 0));
    gateway.links.put(Values.link("s", "new"));
    gateway.nodes.put(Values.node("new"));

    FlushReport report = gateway.state.flush();

    assertThat(report.upserts()).isEqualTo(5);
    assertThat(report.deletes()).isEqualTo(5);
    List<String> steps = cache.query("SELECT step FROM log ORDER BY rowid");
    assertThat(steps).startsWith("INSERT nodes_static").endsWith("DELETE nodes_static").hasSize(10);
    assertThat(steps.subList(1, 5))
        .containsExactlyInAnyOrder(
            "INSERT subscription_nodes",
            "INSERT nodes_dynamic",
            "INSERT node_latency",
            "INSERT leases");
    gateway.close();
  }

  @Test
  void flush_ofNothing_isNumberedButOpensNoTransaction() throws Exception {
    gateway.fill("n").state.flush();
    long before = gateway.state.status().last().number();

    assertThat(gateway.state.flush().upserts()).isZero();

    assertThat(gateway.state.status().last().number()).isEqualTo(before);
    gateway.close();
  }

  @Test
  void flush_withATableDroppedBehindItsBack_writesNothingAndKeepsAllMarks() throws Exception {
    gateway.fill("n");
    RawFile cache = RawFile.cache(directory).execute("DROP TABLE node_latency");

    assertThatThrownBy(() -> gateway.state.flush())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cache.db")
        .hasMessageContaining("no such table: node_latency");

    assertThat(cache.query("SELECT * FROM nodes_static")).isEmpty();
    assertThat(gateway.state.status().dirty())
        .isEqualTo(
            Map.of(
                "nodes_static",
                1L,
                "subscription_nodes",
                1L,
                "nodes_dynamic",
                1L,
                "node_latency",
                1L,
                "leases",
                1L));
    assertThat(told.events(StateEvent.FlushFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.dirty()).isEqualTo(5));
    closeAnyway();
  }

  @Test
  void flush_afterATableCameBack_writesWhatFailedBeforeAndWhatCameMeanwhile() throws Exception {
    gateway.fill("n");
    RawFile cache = RawFile.cache(directory).execute("DROP TABLE node_latency");
    assertThatThrownBy(() -> gateway.state.flush()).isInstanceOf(StorageException.class);
    gateway.putAll("later");
    gateway.leases.remove(RowKey.of("p", "account n"));

    cache.execute(MAKE_LATENCIES);
    gateway.state.flush();

    assertThat(cache.counts()).isEqualTo("2 2 2 2 1");
    assertThat(gateway.state.status().count()).isZero();
    assertThat(gateway.state.status().failures()).isZero();
    gateway.close();
  }

  @Test
  void close_withATableMissing_saysWhichKeysAreLost() throws Exception {
    gateway.fill("n");
    RawFile.cache(directory).execute("DROP TABLE node_latency");

    assertThatThrownBy(gateway::close)
        .isInstanceOf(UnflushedException.class)
        .hasMessageContaining("5 changes of the weak tier are not written")
        .hasMessageContaining("node_latency");
  }

  @Test
  void flush_ofAKeyWithoutAValue_removesItsRow() throws Exception {
    gateway.fill("n").state.flush();
    gateway.dynamics.put(Values.dynamic("n", 5));
    gateway.dynamics.update(RowKey.of("n"), before -> Optional.empty());

    assertThat(gateway.state.flush().deletes()).isEqualTo(1);

    assertThat(RawFile.cache(directory).counts()).isEqualTo("1 1 0 1 1");
    gateway.close();
  }

  @Test
  void flush_ofARowRemovedAndAddedAgain_keepsIt() throws Exception {
    gateway.fill("n").state.flush();
    gateway.leases.remove(RowKey.of("p", "account n"));
    gateway.leases.put(Values.lease("p", "account n", "n"));
    gateway.state.flush();

    assertThat(RawFile.cache(directory).counts()).isEqualTo("1 1 1 1 1");
    gateway.close();
  }

  /** The mark of a removal is the last one, but memory has the last word. */
  @Test
  void flush_ofALateDeleteBehindAnAdd_keepsTheRow() throws Exception {
    gateway.fill("n").state.flush();
    RowKey key = RowKey.of("p", "account n");
    gateway.leases.update(key, lease -> lease);
    gateway.leases.remove(key);
    gateway.leases.update(key, absent -> Optional.of(Values.lease("p", "account n", "n")));

    assertThat(gateway.state.flush().deletes()).isZero();

    assertThat(RawFile.cache(directory).query("SELECT account FROM leases"))
        .containsExactly("account n");
    gateway.close();
  }

  @Test
  void flush_ofARowWrittenAgain_replacesEveryColumnButItsKey() throws Exception {
    gateway.fill("n").state.flush();
    gateway.nodes.put(new Values.NodeStatic("n", "{\"a\":1}", 99));
    gateway.state.flush();

    assertThat(
            RawFile.cache(directory)
                .query("SELECT hash, raw_options_json, created_at_ns FROM nodes_static"))
        .containsExactly("n|{\"a\":1}|99");
    gateway.close();
  }

  @Test
  void flushes_byThreeThreadsWhileTenMark_loseNothing() throws Exception {
    gateway.fill();
    CyclicBarrier together = new CyclicBarrier(13);
    ExecutorService threads = Executors.newFixedThreadPool(13);
    List<Callable<Object>> work = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int marker = i;
      work.add(
          () -> {
            together.await();
            for (int key = 0; key < 10; key++) {
              gateway.putAll(marker + "-" + key);
            }
            return marker;
          });
    }
    for (int i = 0; i < 3; i++) {
      work.add(
          () -> {
            together.await();
            for (int flush = 0; flush < 5; flush++) {
              gateway.state.flush();
            }
            return "";
          });
    }
    try {
      for (Future<Object> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }

    gateway.state.flush();

    assertThat(RawFile.cache(directory).counts()).isEqualTo("100 100 100 100 100");
    gateway.close();
  }

  @Test
  void open_afterAFlush_loadsWhatWasWrittenAndMarksNothing() {
    gateway.fill("a", "b").links.put(Values.evicted("s", "gone"));
    gateway.close();

    open();

    assertThat(gateway.counts()).isEqualTo("2 3 2 2 2");
    assertThat(gateway.nodes.get(RowKey.of("a"))).contains(Values.node("a"));
    assertThat(gateway.links.get(RowKey.of("s", "gone"))).contains(Values.evicted("s", "gone"));
    assertThat(gateway.latencies.get(RowKey.of("b", "example.org")))
        .contains(Values.latency("b", "example.org", 1));
    assertThat(gateway.state.status().count()).isZero();
    gateway.close();
  }
}
