package dev.tidemark.app.e2e;

import static dev.tidemark.app.e2e.Workplace.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operating system takes no more bytes. A limit on the size of files stands for a full disk: it
 * can be set for one process alone.
 */
final class FullDiskTest {

  private static final int LIMIT_KIB = 6 * 1_024;

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
    place.upstream.on("org", Answers.rows(bulk(12_000)));

    assertNoRoom("stage rows of org", "--full");
  }

  /** Not a full cycle: what that reads is kept in a file with a log, and takes more than this. */
  @Test
  void sync_fullWhileApplying_changesNothing() throws Exception {
    place.upstream.on("org", Answers.rows(bulk(4_500)));

    assertNoRoom("apply cycle 2");
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

  private void assertNoRoom(String attempted, String... more) throws Exception {
    place
        .startSync(Surrounded.withFilesUpTo(LIMIT_KIB), more)
        .outcome()
        .assertFailed(1, attempted, "free space");

    assertThat(place.image()).isEqualTo(before);
    place.assertNoStagingFile();
    assertThat(place.copy().query("SELECT error_code FROM _sync_run WHERE cycle = 2").toString())
        .contains("STORAGE");
    place.assertNextRunWorks();
    assertThat(place.image().rows()).hasSizeGreaterThan(4_000);
  }
}
