package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that read all the time while what is served is replaced. */
final class SqliteSnapshotSwapTest {

  private static final int READERS = 4;
  private static final int ROWS = 50;

  @TempDir Path directory;

  /** What one reader has seen. */
  private record Seen(long reads, Set<String> contents) {}

  @Test
  void a_hundred_swaps_under_readers_fail_no_read_and_tear_none() throws Exception {
    swap(100);
  }

  @Test
  @Tag("proof")
  void a_thousand_swaps_under_readers_fail_no_read_and_tear_none() throws Exception {
    swap(1_000);
  }

  private void swap(int times) throws Exception {
    List<byte[]> files = List.of(file("one"), file("two"));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try (SqliteSnapshotStore edge =
        SqliteSnapshotStore.open(
            SqliteSnapshotConfig.in(directory.resolve("edge")), Clock.systemUTC())) {
      SnapshotShelf shelf = edge.shelf("public");
      install(shelf, 1, files.get(1));
      List<Future<Seen>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(reading(shelf, done)));
      }
      for (int i = 2; i <= times + 1; i++) {
        install(shelf, i, files.get(i % 2));
      }
      done.set(true);
      Set<String> contents = new HashSet<>();
      for (Future<Seen> reader : readers) {
        assertThat(reader.get().reads()).isPositive();
        contents.addAll(reader.get().contents());
      }
      assertThat(contents).containsExactlyInAnyOrder("one", "two");
      assertThat(shelf.generations()).hasSize(3);
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
    assertThat(directory.resolve("edge/snapshots/public").toFile().list())
        .hasSize(3 + 3 + 1)
        .allMatch(name -> name.matches("0-\\d+\\.(db|manifest)|current"));
  }

  private static Callable<Seen> reading(SnapshotShelf shelf, AtomicBoolean done) {
    return () -> {
      long reads = 0;
      Set<String> contents = new HashSet<>();
      do {
        try (SnapshotReader reader = shelf.read()) {
          Set<Object> names = new HashSet<>();
          List<Row> rows = new ArrayList<>();
          reader.rows().scan(Sample.ORG, rows::add);
          rows.forEach(row -> names.add(row.value("name")));
          reader.rows().scan(Sample.ORG, row -> names.add(row.value("name")));
          assertThat(rows).hasSize(ROWS);
          assertThat(names).hasSize(1);
          contents.add(names.iterator().next().toString());
          reads++;
        }
      } while (!done.get());
      return new Seen(reads, contents);
    };
  }

  private byte[] file(String name) throws Exception {
    Path data = directory.resolve(name);
    try (ReplicaOfSample replica = new ReplicaOfSample(data);
        SqliteSnapshotStore store = replica.store()) {
      List<Row> rows = new ArrayList<>();
      for (int i = 1; i <= ROWS; i++) {
        rows.add(Sample.live(Sample.ORG, i, 1, "name", name));
      }
      replica.put(rows.toArray(Row[]::new));
      store.build(ReplicaOfSample.all(Sample.ORG), ReplicaOfSample.stamp(1));
      return Files.readAllBytes(data.resolve("snapshots/public/1000-1.db"));
    }
  }

  /** As the first version of the protocol announces it, so that one file can come again. */
  private static void install(SnapshotShelf shelf, long version, byte[] bytes) throws Exception {
    String hash = HexFormat.of().formatHex(Hashes.sha256().digest(bytes));
    SnapshotManifest manifest =
        new SnapshotManifest(
            "public",
            new SnapshotVersion(0, version),
            ReplicaOfSample.BUILT,
            bytes.length,
            hash,
            Optional.empty());
    try (Incoming incoming = shelf.receive(SignedManifest.unsigned(manifest))) {
      incoming.write(ByteBuffer.wrap(bytes), 0);
      assertThat(incoming.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
    }
  }
}
