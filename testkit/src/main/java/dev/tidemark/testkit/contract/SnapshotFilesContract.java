package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Shelves.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.spi.Inspection;
import dev.tidemark.core.snapshot.spi.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in files of snapshots, wherever they are. */
@Covers(SnapshotFiles.class)
public interface SnapshotFilesContract extends SnapshotFixture {

  SnapshotFiles files();

  @Test
  default void a_sound_file_is_what_its_manifest_says(@TempDir Path directory) throws IOException {
    try (Snapshots origin = newSnapshots()) {
      origin.put(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.ORG, 2, 1));
      SnapshotManifest manifest = Shelves.build(origin, 1).manifest();
      Inspection found = inspect(Files.write(directory.resolve("a"), Shelves.bytes(origin, 1)));

      assertThat(found.problems()).isEmpty();
      assertThat(found.manifest()).contains(manifest);
      assertThat(found.fileHash()).isEqualTo(manifest.fileHash());
      assertThat(found.size()).isEqualTo(manifest.size());
      assertThat(found.pages().orElseThrow().count() * found.pages().orElseThrow().size())
          .isEqualTo(manifest.size());
      assertThat(found.tables()).extracting(Inspection.Table::name).containsExactly("org", "word");
      assertThat(found.tables()).extracting(Inspection.Table::rows).containsExactly(2L, 0L);
    }
  }

  @Test
  default void rows_without_their_parents_are_counted(@TempDir Path directory) throws IOException {
    try (Snapshots origin = newSnapshots()) {
      origin.put(
          Sample.live(Sample.ORG, 1, 1),
          Sample.live(Sample.FAC, 2, 1, "org_id", 1L, "campus_id", 7L));
      origin.store().build(Shelves.plan(Sample.ORG, Sample.CAMPUS, Sample.FAC), stamp(1));
      Inspection found = inspect(Files.write(directory.resolve("a"), Shelves.bytes(origin, 1)));

      Reference campus = Sample.FAC.references().get(1);
      assertThat(found.dangling()).containsExactly(new Inspection.Dangling("fac", campus, 1));
    }
  }

  @Test
  default void a_damaged_or_strange_file_has_problems(@TempDir Path directory) throws IOException {
    try (Snapshots origin = newSnapshots()) {
      origin.put(Sample.live(Sample.ORG, 1, 1));
      Shelves.build(origin, 1);
      byte[] bytes = Shelves.bytes(origin, 1);
      Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x55);

      assertThat(inspect(Files.write(directory.resolve("a"), bytes)).problems()).isNotEmpty();
      assertThat(inspect(Files.writeString(directory.resolve("b"), "text")).problems())
          .isNotEmpty();
    }
  }

  @Test
  default void a_file_that_is_not_there_cannot_be_read(@TempDir Path directory) {
    assertThatThrownBy(() -> files().inspect(directory.resolve("none").toString()))
        .isInstanceOf(StorageException.class);
  }

  private Inspection inspect(Path file) {
    return files().inspect(file.toString());
  }
}
