package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.gateway.ChildMain.Part;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * There is no room, for a while. A limit on the size of files stands for a disk that fills up; that
 * somebody else empties the log, which is what grows, stands for room that is made.
 */
@Timeout(120)
final class GatewayFullDiskTest {

  private static final int LIMIT_KIB = 2 * 1_024;

  @TempDir Path directory;

  @Test
  void flush_diskFull_writesNothingOfItAndGoesOnWhenThereIsRoom() throws Exception {
    RawFile cache = RawFile.cache(directory);
    try (Child child = Child.withFilesUpTo(LIMIT_KIB, Part.FILL_CACHE, directory)) {
      String refused = child.await("refused");
      assertThat(refused)
          .contains("write flush", cache.path().toString())
          .contains("disk", "free")
          .contains("space");
      assertThat(child.await("said")).as("marks that are kept").isEqualTo("20");
      List<String> generations = cache.query("SELECT DISTINCT created_at_ns FROM nodes_static");
      assertThat(generations).as("of one flush, and not of two").hasSize(1);
      long last = Long.parseLong(generations.get(0));
      assertThat(cache.query("PRAGMA quick_check")).containsExactly("ok");

      makeRoom(cache);
      child.goOn();

      assertThat(child.await("written again")).isEqualTo(last + 1 + "");
      child.await("closed");
    }
  }

  @Test
  void strong_diskFull_writesNothingOfItAndGoesOnWhenThereIsRoom() throws Exception {
    RawFile state = RawFile.state(directory);
    try (Child child = Child.withFilesUpTo(LIMIT_KIB, Part.FILL_STATE, directory)) {
      assertThat(child.await("refused"))
          .contains("fill", state.path().toString())
          .contains("disk", "free")
          .contains("space");
      long last = Long.parseLong(child.await("said"));
      assertThat(state.query("SELECT DISTINCT updated_at_ns FROM account_header_rules"))
          .as("all of the last that was acknowledged, and nothing of the next")
          .containsExactly(last + "");
      assertThat(state.query("PRAGMA quick_check")).containsExactly("ok");

      makeRoom(state);
      child.goOn();

      assertThat(child.await("written again")).isEqualTo(last + 1 + "");
      child.await("closed");
    }
  }

  private static void makeRoom(RawFile file) throws Exception {
    assertThat(file.query("PRAGMA wal_checkpoint(TRUNCATE)")).allMatch(row -> row.startsWith("0|"));
  }
}
