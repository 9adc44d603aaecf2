package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.app.gateway.Values.Latency;
import dev.tidemark.app.gateway.Values.Link;
import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.fake.RecordingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway starts, loads and ends. */
final class GatewayLifeTest {

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;

  @Test
  void open_directoriesMissing_makesThemAndStartsEmpty() {
    Path deep = directory.resolve("a").resolve("b");

    try (Gateway gateway = Gateway.open(deep, told)) {
      assertThat(gateway.counts()).isEqualTo("0 0 0 0 0");
      assertThat(gateway.config.find(Values.SystemConfig.KEY)).isEmpty();
      assertThat(gateway.state.status().count()).isZero();
    }

    assertThat(told.events()).isEmpty();
  }

  /** In the order of the reference: what is loaded first is needed by what is loaded next. */
  @Test
  void load_inTheOrderOfTheReference_findsEverythingAndMarksNothing() {
    try (Gateway gateway = Gateway.open(directory).fill("a", "b")) {
      gateway.links.put(Values.evicted("s", "thrown out"));
      gateway.latencies.put(Values.latency("a", "older", 0));
    }

    try (Gateway gateway = Gateway.open(directory)) {
      assertThat(gateway.rules.list()).isEmpty();
      assertThat(gateway.platforms.list()).hasSize(1);
      assertThat(gateway.subscriptions.list()).hasSize(1);
      List<Link> live = new ArrayList<>();
      gateway.links.forEach(
          link -> {
            if (!link.evicted()) {
              assertThat(gateway.nodes.get(RowKey.of(link.nodeHash()))).isPresent();
              live.add(link);
            }
          });
      assertThat(live).hasSize(2);
      assertThat(
              Gateway.all(gateway.latencies).stream()
                  .sorted(Comparator.comparingLong(Latency::lastUpdatedNs))
                  .map(Latency::domain))
          .as("oldest first")
          .startsWith("older");
      gateway.leases.forEach(
          lease -> assertThat(gateway.platforms.find(RowKey.of(lease.platformId()))).isPresent());

      assertThat(gateway.state.status().count()).isZero();
      assertThat(gateway.state.flush().upserts()).isZero();
    }
  }

  @Test
  void open_heldByAnother_isRefusedAndTheOtherGoesOn() {
    try (Gateway first = Gateway.open(directory).fill("n")) {
      assertThatThrownBy(() -> Gateway.open(directory))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining(directory.toString());

      first.state.flush();
      assertThat(first.platforms.list()).hasSize(1);
    }
  }

  @Test
  void open_refused_holdsNothingOfTheDirectory() throws Exception {
    Gateway.open(directory)
        .fill(IntStream.range(0, 150).mapToObj(i -> "n" + i).toArray(String[]::new))
        .close();
    Path aside = Files.createDirectories(directory.resolve("aside")).resolve("state.db");
    Files.move(RawFile.state(directory).path(), aside);
    assertThatThrownBy(() -> Gateway.open(directory)).isInstanceOf(RepairRefusedException.class);
    RawFile.state(directory).delete();
    Files.move(aside, RawFile.state(directory).path());

    try (Gateway gateway = Gateway.open(directory)) {
      assertThat(gateway.counts()).isEqualTo("150 150 150 150 150");
    }
  }

  @Test
  void open_cacheOfAnotherProgram_isRefusedAndBothFilesLetGo() throws Exception {
    RawFile cache = RawFile.cache(directory).execute("CREATE TABLE theirs (id TEXT)");
    assertThatThrownBy(() -> Gateway.open(directory))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining(cache.path().toString())
        .hasMessageContaining("belongs to another program");
    assertThat(cache.query("SELECT name FROM sqlite_schema")).containsExactly("theirs");

    cache.delete();

    Gateway.open(directory).close();
  }

  @Test
  void close_leavesNoLogAndRefusesWhatFollows() {
    Gateway gateway = Gateway.open(directory).fill("n");

    gateway.close();

    assertThat(directory.resolve("state.db-wal")).doesNotExist();
    assertThat(directory.resolve("cache.db-wal")).doesNotExist();
    assertThatThrownBy(() -> gateway.nodes.put(Values.node("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> gateway.platforms.list())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("it is closed");
  }

  @Test
  void close_twice_isOnce() {
    Gateway gateway = Gateway.open(directory).fill("n");

    gateway.close();
    gateway.close();

    try (Gateway again = Gateway.open(directory)) {
      assertThat(again.counts()).isEqualTo("1 1 1 1 1");
    }
  }
}
