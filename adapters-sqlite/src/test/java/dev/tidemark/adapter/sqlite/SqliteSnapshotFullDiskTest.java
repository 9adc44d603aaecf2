package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.testkit.contract.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full in the middle: a process that may write no file beyond a size stands for it. */
final class SqliteSnapshotFullDiskTest {

  private static final SnapshotPlan PLAN = ReplicaOfSample.all(Sample.ORG);

  /** In blocks of 512 bytes; SQLite's own library, which each process unpacks, must fit. */
  private static final int LIMIT = 4 << 11;

  @TempDir Path directory;
  private ReplicaOfSample replica;

  @BeforeEach
  void open() {
    replica = new ReplicaOfSample(directory.resolve("origin"));
    put(1, 10);
  }

  @AfterEach
  void close() {
    replica.close();
  }

  /** Each row has 10 KB. */
  private void put(long from, long to) {
    replica.put(
        LongStream.rangeClosed(from, to)
            .mapToObj(id -> Sample.live(Sample.ORG, id, 1, "name", "x".repeat(10_000)))
            .toArray(Row[]::new));
  }

  private Built build(long sequence) {
    try (SqliteSnapshotStore store = replica.store()) {
      return store.build(PLAN, stamp(sequence));
    }
  }

  private void assertFull(String what) throws Exception {
    try (OtherProcess process =
        OtherProcess.limited(LIMIT, FullDiskProcess.class, what, directory)) {
      process.awaitLine("full");
      assertThat(process.exitCode()).isZero();
    }
  }

  private String[] shelf(String store) {
    return directory.resolve(store).resolve("snapshots/public").toFile().list();
  }

  private Verdict send(long sequence) {
    try (SqliteSnapshotStore origin = replica.store();
        SqliteSnapshotStore edge = edge();
        SnapshotContent content = origin.shelf("public").open(stamp(sequence).version());
        Incoming incoming = edge.shelf("public").receive(served(origin))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
      content.read(bytes, 0);
      incoming.write(bytes.flip(), 0);
      return incoming.install();
    }
  }

  private SqliteSnapshotStore edge() {
    return SqliteSnapshotStore.open(
        SqliteSnapshotConfig.in(directory.resolve("edge")), Clock.systemUTC());
  }

  private static SignedManifest served(SqliteSnapshotStore store) {
    return store.shelf("public").serving().orElseThrow();
  }

  @Test
  @Tag("proof")
  void build_fromTheStart_leavesNothingAndGoesWhenThereIsRoom() throws Exception {
    put(11, 600);

    assertFull("build");

    assertThat(shelf("origin")).isEmpty();
    assertThat(build(2).way()).isEqualTo(Built.Way.FULL);
  }

  @Test
  void build_forward_leavesWhatWasAndGoesWhenThereIsRoom() throws Exception {
    build(1);
    put(11, 600);

    assertFull("build");

    assertThat(shelf("origin"))
        .containsExactlyInAnyOrder("1000-1.db", "1000-1.manifest", "current");
    assertThat(build(2).way()).isEqualTo(Built.Way.FORWARD);
  }

  @Test
  @Tag("proof")
  void receive_leavesWhatWasAndGoesWhenThereIsRoom() throws Exception {
    build(1);
    assertThat(send(1).code()).isEqualTo(Verdict.Code.ACCEPTED);
    put(11, 600);
    build(2);

    assertFull("receive");
    assertThat(shelf("edge")).containsExactlyInAnyOrder("1000-1.db", "1000-1.manifest", "current");
    assertFull("copy");
    assertThat(shelf("edge")).containsExactlyInAnyOrder("1000-1.db", "1000-1.manifest", "current");

    assertThat(send(2).code()).isEqualTo(Verdict.Code.ACCEPTED);
  }

  /** There is no room for the small files either: what stands in the way stands for that. */
  @Test
  void install_whereWhatIsServedCannotBeWritten_leavesWhatWas() throws Exception {
    build(1);
    assertThat(send(1).code()).isEqualTo(Verdict.Code.ACCEPTED);
    put(11, 12);
    Path blocked = directory.resolve("origin/snapshots/public/current.next/inside");
    try (SqliteSnapshotStore store = replica.store()) {
      store.shelf("public");
      Files.createDirectories(blocked);
      assertThatThrownBy(() -> store.build(PLAN, stamp(2))).isInstanceOf(StorageException.class);
      assertThat(shelf("origin"))
          .containsExactlyInAnyOrder("1000-1.db", "1000-1.manifest", "current", "current.next");
      assertThat(served(store).manifest().stamp()).isEqualTo(stamp(1));
      Files.delete(blocked);
      assertThat(store.build(PLAN, stamp(3)).way()).isEqualTo(Built.Way.FORWARD);
    }
    blockEdge();
  }

  private void blockEdge() throws Exception {
    Path blocked = directory.resolve("edge/snapshots/public/1000-3.manifest.next/inside");
    Files.createDirectories(blocked);
    assertThatThrownBy(() -> send(3)).isInstanceOf(StorageException.class);
    assertThat(shelf("edge"))
        .containsExactlyInAnyOrder(
            "1000-1.db", "1000-1.manifest", "1000-3.manifest.next", "current");
    Files.delete(blocked);
    assertThat(send(3).code()).isEqualTo(Verdict.Code.ACCEPTED);
  }
}
