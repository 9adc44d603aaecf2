package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.all;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generation that the disk has damaged after it was built. */
final class SqliteSnapshotDamageTest {

  private static final SnapshotPlan PLAN = all(Sample.ORG);

  @TempDir Path directory;
  private ReplicaOfSample replica;
  private SqliteSnapshotStore store;

  @BeforeEach
  void open() {
    replica = new ReplicaOfSample(directory);
    store = replica.store();
    replica.put(Sample.live(Sample.ORG, 1, 1));
    store.build(PLAN, stamp(1));
  }

  @AfterEach
  void close() {
    store.close();
    replica.close();
  }

  private Path path(long sequence) {
    return directory.resolve("snapshots/public/" + stamp(sequence).version() + ".db");
  }

  /** A bit that fell over on the disk: what SQLite does not notice, the hash does. */
  private void damage(long sequence) throws IOException {
    byte[] bytes = Files.readAllBytes(path(sequence));
    byte[] name = "ok".getBytes(StandardCharsets.US_ASCII);
    int at = bytes.length - name.length;
    while (!Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
      at--;
    }
    bytes[at] ^= 1;
    Files.write(path(sequence), bytes);
  }

  private void assertSound(Built built) throws IOException {
    long sequence = built.manifest().version().sequence();
    assertThat(HexFormat.of().formatHex(Hashes.sha256().digest(Files.readAllBytes(path(sequence)))))
        .isEqualTo(built.manifest().fileHash());
    SnapshotShelf shelf = store.shelf("public");
    assertThat(shelf.generations().stream().map(each -> each.manifest().version().sequence()))
        .containsExactly(sequence);
    try (SnapshotReader reader = shelf.read()) {
      assertThat(reader.rows().find(Sample.ORG, RowKey.of(1L)))
          .contains(Sample.live(Sample.ORG, 1, 1));
    }
  }

  @Test
  void what_was_damaged_while_nobody_ran_is_built_anew_although_nothing_has_changed()
      throws IOException {
    store.close();
    damage(1);
    store = replica.store();

    Built built = store.build(PLAN, stamp(2));

    assertThat(built.way()).isEqualTo(Built.Way.FULL);
    assertSound(built);
  }

  @Test
  void what_is_damaged_is_not_brought_forward() throws IOException {
    damage(1);
    replica.put(Sample.live(Sample.ORG, 2, 1));

    Built built = store.build(PLAN, stamp(2));

    assertThat(built.way()).isEqualTo(Built.Way.FULL);
    assertSound(built);
  }
}
