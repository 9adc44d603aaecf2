package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RepairRefusedException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.testkit.fake.RecordingListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the gateway is gone, or is no database any more. */
final class GatewayLostFileTest {

  private final RecordingListener told = new RecordingListener();
  @TempDir Path directory;
  private RawFile state;
  private RawFile cache;

  @BeforeEach
  void files() {
    state = RawFile.state(directory);
    cache = RawFile.cache(directory);
  }

  @Test
  void cache_deletedWhileRunning_isMadeAnewWithAllThatIsInMemory() throws Exception {
    try (Gateway gateway = open("a", "b", "c")) {
      cache.delete();
      gateway.dynamics.put(Values.dynamic("a", 7));

      gateway.state.flush();
      gateway.state.flush();

      assertThat(cache.counts()).as("latencies are not all in memory").startsWith("3 3 3 ");
      assertThat(cache.query("SELECT failure_count FROM nodes_dynamic WHERE hash = 'a'"))
          .containsExactly("7");
      assertThat(anew()).containsExactly(cache.path() + ": it was gone, and a new one was made");
    }
    assertThat(cache.counts()).startsWith("3 3 3 ").endsWith(" 3");
  }

  @Test
  void cache_garbageWhileRunning_isKeptAsideAndMadeAnew() throws Exception {
    try (Gateway gateway = open("a", "b", "c")) {
      overwrite(cache.path());
      gateway.nodes.put(new Values.NodeStatic("a", "{\"new\":1}", 2));

      gateway.state.flush();
      gateway.state.flush();

      assertThat(cache.counts()).startsWith("3 3 3 ").endsWith(" 3");
      assertThat(anew())
          .singleElement()
          .asString()
          .contains("it was damaged (", "kept as cache.db.damaged-");
    }
    assertThat(aside()).hasSizeGreaterThanOrEqualTo(1);
    try (Gateway gateway = Gateway.open(directory)) {
      assertThat(gateway.nodes.get(RowKey.of("a")))
          .contains(new Values.NodeStatic("a", "{\"new\":1}", 2));
    }
  }

  @Test
  void cache_emptiedWhileRunning_isMadeAnew() throws Exception {
    try (Gateway gateway = open("a", "b", "c")) {
      Files.write(cache.path(), new byte[0]);
      gateway.nodes.put(Values.node("a"));

      gateway.state.flush();
      gateway.state.flush();

      assertThat(cache.counts()).startsWith("3 3 3 ").endsWith(" 3");
      assertThat(anew()).singleElement().asString().contains("it was damaged (it was emptied)");
    }
  }

  @Test
  void cache_lostAndClosedAtOnce_hasEverythingInMemoryAgain() throws Exception {
    try (Gateway gateway = open("a", "b", "c")) {
      cache.delete();
      gateway.nodes.put(Values.node("a"));
    }

    assertThat(cache.counts()).startsWith("3 3 3 ").endsWith(" 3");
  }

  /** The process is killed between the two flushes that it takes; here: its files are copied. */
  @Test
  void cache_lostAndOnlyPartlyWrittenAgain_doesNotKeepTheNextStartFromStarting() throws Exception {
    String[] hashes = IntStream.range(0, 300).mapToObj(i -> "n" + i).toArray(String[]::new);
    Path copy = Files.createDirectories(directory.resolve("copy"));
    try (Gateway gateway = open(hashes)) {
      cache.delete();
      for (String hash : hashes) {
        gateway.dynamics.put(Values.dynamic(hash, 1));
      }
      gateway.state.flush();
      copyFiles(copy);
    }

    try (Gateway next = Gateway.open(copy, told)) {
      assertThat(next.platforms.list()).hasSize(1);
    }
  }

  @Test
  void cache_deletedBetweenRuns_isEmptyAndTakesEverythingAnew() throws Exception {
    open("a").close();
    cache.delete();

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(gateway.counts()).isEqualTo("0 0 0 0 0");
      gateway.fill("b");
    }

    assertThat(cache.counts()).isEqualTo("1 1 1 1 1");
  }

  @Test
  void cache_garbageBetweenRuns_isKeptAsideAndMadeAnew() throws Exception {
    open("a").close();
    overwrite(cache.path());
    byte[] garbage = Files.readAllBytes(cache.path());

    try (Gateway gateway = Gateway.open(directory, told)) {
      assertThat(gateway.counts()).isEqualTo("0 0 0 0 0");
    }

    assertThat(anew()).singleElement().asString().contains("it was damaged (");
    assertThat(aside()).hasSize(1);
    assertThat(Files.readAllBytes(aside().get(0))).isEqualTo(garbage);
  }

  @Test
  void state_deletedWhileRunning_refusesToWriteAndToReadAndMakesNothing() throws Exception {
    try (Gateway gateway = open("a")) {
      state.delete();

      assertThatThrownBy(() -> gateway.platforms.save(Platform.of("new", "new")))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "save platforms in %s: the file was moved, deleted or replaced under this process; nothing was written; put it back, or restart to use what is there now",
              state.path());
      assertThatThrownBy(() -> gateway.platforms.list())
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(state.path().toString());
      assertThat(state.path()).doesNotExist();
      gateway.state.flush();
    }
    assertThat(state.path()).doesNotExist();
  }

  /** What is put back is the same file, and all that was acknowledged is in it. */
  @Test
  void state_movedAwayAndBack_goesOn() throws Exception {
    try (Gateway gateway = open("a")) {
      Path aside = directory.resolve("aside");
      Files.move(state.path(), aside);
      assertThatThrownBy(() -> gateway.platforms.save(Platform.of("no", "no")))
          .isInstanceOf(StorageException.class);
      Files.move(aside, state.path());

      gateway.platforms.save(Platform.of("yes", "yes"));
    }
    try (Gateway gateway = Gateway.open(directory)) {
      assertThat(gateway.platforms.list())
          .extracting(each -> each.value().id())
          .containsExactly("p", "yes");
    }
  }

  @Test
  void state_deletedBetweenRuns_isRefusedWithAWayToGoOn() throws Exception {
    open(IntStream.range(0, 101).mapToObj(i -> "n" + i).toArray(String[]::new)).close();
    state.delete();

    assertThatThrownBy(() -> Gateway.open(directory))
        .isInstanceOf(RepairRefusedException.class)
        .hasMessageContaining("101 of 101 leases, 101 of 101 subscription_nodes would be removed")
        .hasMessageContaining("put the right strong state back, or force the repair");
    assertThat(cache.counts()).isEqualTo("101 101 101 101 101");
  }

  @Test
  void state_garbageBetweenRuns_isRefusedAndUntouched() throws Exception {
    open("a").close();
    overwrite(state.path());
    byte[] garbage = Files.readAllBytes(state.path());

    assertThatThrownBy(() -> Gateway.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(state.path().toString())
        .hasMessageContaining("restore it from a backup");
    assertThat(Files.readAllBytes(state.path())).isEqualTo(garbage);
    assertThat(cache.counts()).isEqualTo("1 1 1 1 1");
  }

  private Gateway open(String... hashes) {
    Gateway gateway = Gateway.open(directory, told).fill(hashes);
    gateway.state.flush();
    return gateway;
  }

  /** All of it, in place. */
  private static void overwrite(Path file) throws IOException {
    byte[] garbage = new byte[(int) Files.size(file)];
    new Random(1).nextBytes(garbage);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.write(garbage);
    }
  }

  private void copyFiles(Path to) throws IOException {
    for (String name : List.of("state.db", "state.db-wal", "cache.db", "cache.db-wal")) {
      if (Files.exists(directory.resolve(name))) {
        Files.copy(directory.resolve(name), to.resolve(name));
      }
    }
  }

  private List<String> anew() {
    return told.events(StateEvent.StoreMadeAnew.class).stream()
        .map(StateEvent.StoreMadeAnew::what)
        .toList();
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("cache.db.damaged-"))
          .filter(file -> !file.toString().endsWith("-wal") && !file.toString().endsWith("-shm"))
          .toList();
    }
  }
}
