package dev.tidemark.app.e2e;

import static dev.tidemark.app.e2e.Workplace.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * There is no room. A limit on the size of files stands for a disk that fills up: it can be set for
 * one process alone.
 */
@Tag("proof")
final class FullDiskTest {

  /** More than the log of a staging file takes before it is emptied. */
  private static final int LIMIT_KIB = 20 * 1_024;

  @TempDir Path directory;
  @AutoClose private Workplace place;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    place = Workplace.synced(directory);
    before = place.image();
  }

  @Test
  void sync_fullWhileStaging_changesNothing() throws Exception {
    place.upstream.on("org", Answers.rows(bulk(20_000)));

    assertNoRoom("stage rows of org");
  }

  @Test
  void sync_fullWhileApplying_changesNothing() throws Exception {
    place.upstream.on("org", Answers.rows(bulk(10_000)));

    assertNoRoom("apply cycle 2");
  }

  /** The replica says that it needs more than the disk has: it is long, though it takes no room. */
  @Test
  void sync_tooLittleSpace_isRefusedBeforeAnythingIsAsked() throws Exception {
    place.upstream.requests.clear();
    long length = Files.size(place.data.resolve("replica.db"));
    setLength(place.data.toFile().getUsableSpace());

    place
        .sync("--full")
        .assertFailed(1, "stage rows in " + place.data, "MB of free space", "free some space");

    assertThat(place.upstream.requests).isEmpty();
    assertThat(place.image()).isEqualTo(before);
    place.assertNoStagingFile();
    setLength(length);
    place.assertNextRunWorks();
  }

  private void setLength(long bytes) throws IOException {
    try (RandomAccessFile replica =
        new RandomAccessFile(place.data.resolve("replica.db").toFile(), "rw")) {
      replica.setLength(bytes);
    }
  }

  /**
   * About a kilobyte each in the staging file; twice that in the replica, where names are indexed.
   */
  private static List<String> bulk(int rows) {
    String much = "x".repeat(1_000);
    return LongStream.rangeClosed(1, rows)
        .mapToObj(id -> row(id, "name", "\"" + id + much + "\""))
        .toList();
  }

  private void assertNoRoom(String attempted) throws Exception {
    place
        .startSync(Surrounded.withFilesUpTo(LIMIT_KIB), "--full")
        .outcome()
        .assertFailed(1, attempted, "free space");

    assertThat(place.image()).isEqualTo(before);
    place.assertNoThrowAwayStaging();
    assertThat(place.copy().query("SELECT error_code FROM _sync_run WHERE cycle = 2").toString())
        .contains("STORAGE");
    place.assertNextRunWorks();
    assertThat(place.image().rows()).hasSizeGreaterThan(10_000);
  }
}
