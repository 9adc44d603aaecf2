package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.all;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the directory of a shelf: whose it is, how much, and for how long. */
final class SqliteSnapshotShelfTest {

  private static final SnapshotPlan PLAN = all(Sample.ORG);
  private static final long SPARE = 8_000_000;

  @TempDir Path directory;

  private Path files() {
    return directory.resolve("snapshots/public");
  }

  private static void build(ReplicaOfSample replica, SqliteSnapshotStore store, long sequence) {
    replica.put(Sample.live(Sample.ORG, sequence, 1));
    store.build(PLAN, stamp(sequence));
  }

  /** A name that leads to itself can be read by nobody, however mighty. */
  @Test
  void a_file_that_cannot_be_read_now_is_not_taken_for_a_damaged_one() throws IOException {
    try (ReplicaOfSample replica = new ReplicaOfSample(directory)) {
      try (SqliteSnapshotStore store = replica.store()) {
        build(replica, store, 1);
      }
      Path file = files().resolve("1000-1.db");
      Path aside = Files.move(file, directory.resolve("aside"));
      Files.createSymbolicLink(file, file);
      try (SqliteSnapshotStore store = replica.store()) {
        assertThatThrownBy(() -> store.shelf("public")).isInstanceOf(StorageException.class);
      }
      Files.delete(file);
      Files.move(aside, file);
      try (SqliteSnapshotStore store = replica.store()) {
        assertThat(store.shelf("public").serving()).isPresent();
      }
    }
  }

  @Test
  void files_of_somebody_else_stay() throws IOException {
    try (ReplicaOfSample replica = new ReplicaOfSample(directory)) {
      Files.createDirectories(files());
      for (String name : List.of("notes.txt", "mine.db", "building-1.db", "7-7.db")) {
        Files.writeString(files().resolve(name), name);
      }
      try (SqliteSnapshotStore store = replica.store()) {
        assertThat(store.shelf("public").serving()).isEmpty();
      }
    }
    assertThat(files().toFile().list()).containsExactlyInAnyOrder("notes.txt", "mine.db");
  }

  @Test
  void stamps_where_two_are_kept_leave_another_content_there() {
    try (ReplicaOfSample replica = new ReplicaOfSample(directory)) {
      SqliteSnapshotConfig config = SqliteSnapshotConfig.in(directory).ofReplica().keeping(2);
      try (SqliteSnapshotStore store = SqliteSnapshotStore.open(config, Clock.systemUTC())) {
        build(replica, store, 1);
        build(replica, store, 2);
        for (long sequence = 3; sequence <= 5; sequence++) {
          store.build(PLAN, stamp(sequence), stamp(sequence).built());
        }
        assertThat(store.shelf("public").rollBack().manifest().stamp()).isEqualTo(stamp(1));
      }
    }
  }

  private static SignedManifest announced(long sequence, long size) {
    return SignedManifest.unsigned(
        new SnapshotManifest(
            "public",
            stamp(sequence).version(),
            stamp(sequence).built(),
            size,
            Long.toString(sequence).repeat(64),
            Optional.empty()));
  }

  private static void leave(SnapshotShelf shelf, long sequence) {
    Incoming incoming = shelf.receive(announced(sequence, 1_000));
    incoming.write(ByteBuffer.allocate(100), 0);
    incoming.suspend();
  }

  private Stream<String> partials() {
    return Stream.of(files().toFile().list()).filter(name -> name.startsWith("partial-"));
  }

  private SqliteSnapshotStore edge(AtomicLong usable) {
    return SqliteSnapshotStore.open(
        SqliteSnapshotConfig.in(directory),
        Clock.systemUTC(),
        new SnapshotRoom(any -> usable.get()),
        new KnownGenerations());
  }

  @Test
  void of_what_was_left_the_last_is_kept() {
    try (SqliteSnapshotStore edge = edge(new AtomicLong(Long.MAX_VALUE))) {
      leave(edge.shelf("public"), 1);
      leave(edge.shelf("public"), 2);

      assertThat(partials()).containsExactly("partial-" + "2".repeat(64) + ".db");
    }
  }

  @Test
  void what_was_left_makes_room_before_something_is_refused() {
    AtomicLong usable = new AtomicLong(SPARE + 1_000);
    SnapshotRoom room = new SnapshotRoom(any -> partials().findAny().isEmpty() ? usable.get() : 0);
    try (SqliteSnapshotStore edge =
        SqliteSnapshotStore.open(
            SqliteSnapshotConfig.in(directory), Clock.systemUTC(), room, new KnownGenerations())) {
      leave(edge.shelf("public"), 1);

      edge.shelf("public").receive(announced(2, 1_000)).close();

      assertThat(partials()).isEmpty();
    }
  }

  @Test
  void what_others_still_lack_is_no_room() {
    try (SqliteSnapshotStore edge = edge(new AtomicLong(SPARE + 1_500))) {
      Incoming first = edge.shelf("public").receive(announced(1, 1_000));

      assertThatThrownBy(() -> edge.shelf("other").receive(announced(2, 1_000)))
          .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.isOfDisk()).isTrue());
      first.write(ByteBuffer.allocate(600), 0);
      edge.shelf("other").receive(announced(2, 1_000)).close();
      edge.shelf("public").receive(announced(3, 1_100)).close();
      first.close();
      edge.shelf("public").receive(announced(4, 1_500)).close();
    }
  }

  @Test
  void a_reader_in_another_process_goes_on_when_its_file_is_removed() {
    try (ReplicaOfSample replica = new ReplicaOfSample(directory);
        SqliteSnapshotStore store = replica.store();
        SqliteSnapshotStore looking =
            SqliteSnapshotStore.open(
                SqliteSnapshotConfig.in(directory).asReadOnly(), Clock.systemUTC())) {
      build(replica, store, 1);
      try (SnapshotReader reader = looking.shelf("public").read()) {
        for (long sequence = 2; sequence <= 6; sequence++) {
          build(replica, store, sequence);
        }
        assertThat(files().resolve("1000-1.db")).doesNotExist();

        assertThat(reader.rows().extent(Sample.ORG).rows()).isEqualTo(1);
        assertThat(reader.rows().extent(Sample.ORG).rows()).isEqualTo(1);
      }
    }
  }
}
