package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cycle that has no room is refused before it asks for anything. */
final class DiskSpaceTest {

  private static final long MEGABYTE = 1_000_000;
  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  @TempDir Path directory;

  @Test
  void require_incremental_needsTheLeast() throws IOException {
    Path replica = replicaOf(100 * MEGABYTE);

    assertThatCode(() -> with(64 * MEGABYTE).require(Mode.INCREMENTAL, replica))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> with(64 * MEGABYTE - 1).require(Mode.INCREMENTAL, replica))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "stage rows in %s: expected 64 MB of free space on the disk, found 63 MB; free some space, or choose another data directory",
            directory);
  }

  @Test
  void require_full_needsTwiceTheReplicaToo() throws IOException {
    Path replica = replicaOf(100 * MEGABYTE);

    assertThatCode(() -> with(264 * MEGABYTE).require(Mode.FULL, replica))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> with(264 * MEGABYTE - 1).require(Mode.FULL, replica))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("expected 264 MB of free space on the disk, found 263 MB");
  }

  /** Else a cycle that was stopped would take the room from the one that goes on with it. */
  @Test
  void require_full_needsNoRoomForWhatIsStagedAlready() throws IOException {
    Path replica = replicaOf(100 * MEGABYTE);
    fileOf("staging.db", 70 * MEGABYTE);
    fileOf("staging.db-wal", 10 * MEGABYTE);

    assertThatCode(() -> with(184 * MEGABYTE).require(Mode.FULL, replica))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> with(184 * MEGABYTE - 1).require(Mode.FULL, replica))
        .hasMessageContaining("expected 184 MB of free space on the disk, found 183 MB");

    fileOf("staging.db", 900 * MEGABYTE);
    assertThatCode(() -> with(64 * MEGABYTE).require(Mode.FULL, replica))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> with(64 * MEGABYTE - 1).require(Mode.FULL, replica))
        .hasMessageContaining("expected 64 MB of free space on the disk, found 63 MB");
  }

  @Test
  void ofTheSystem_asksTheDiskOfTheDirectory() throws IOException {
    Path replica = replicaOf(0);
    long usable = Files.getFileStore(directory).getUsableSpace();

    assertThatCode(() -> DiskSpace.ofTheSystem().require(Mode.FULL, replica))
        .doesNotThrowAnyException();
    try (RandomAccessFile file = new RandomAccessFile(replica.toFile(), "rw")) {
      file.setLength(usable);
    }
    assertThatThrownBy(() -> DiskSpace.ofTheSystem().require(Mode.FULL, replica))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void stage_noRoom_isRefusedWithoutATrace() throws IOException {
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), SCHEMA)) {
      SqliteReplicaStore store = new SqliteReplicaStore(database, SCHEMA, with(0));

      for (Mode mode : Mode.values()) {
        assertThatThrownBy(() -> store.stage(mode))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("found 0 MB");
      }

      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("staging"));
      }
    }
  }

  private static DiskSpace with(long usable) {
    return new DiskSpace(directory -> usable);
  }

  /** As large as it says, without taking the space. */
  private Path replicaOf(long size) throws IOException {
    return fileOf("replica.db", size);
  }

  private Path fileOf(String name, long size) throws IOException {
    Path path = directory.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
    return path;
  }
}
