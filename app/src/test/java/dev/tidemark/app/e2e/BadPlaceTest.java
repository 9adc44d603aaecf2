package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that cannot be one, or that holds what is not ours. */
final class BadPlaceTest {

  @TempDir Path directory;
  @AutoClose private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = Workplace.in(directory);
    place.upstream.on("org", Answers.rows(Workplace.orgs(1, 3)));
  }

  @AfterEach
  void nothingWasAsked() {
    assertThat(place.upstream.requests).isEmpty();
  }

  @Test
  void sync_fileInPlaceOfTheDirectory_isRefused() throws IOException {
    Files.writeString(place.data, "mine");

    place.sync().assertFailed(1, "take the data directory", place.data.toString(), "a file");

    assertThat(place.data).hasContent("mine");
  }

  @Test
  void sync_directoryBelowAFile_isRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");

    place
        .sync("--data", file.resolve("data").toString())
        .assertFailed(1, "take the data directory", file.resolve("data").toString());

    assertThat(file).hasContent("mine");
  }

  @Test
  void sync_directoryThatCannotBeMade_isRefused() {
    Path nobodyMay = Path.of("/proc/tidemark");

    place
        .sync("--data", nobodyMay.toString())
        .assertFailed(1, "take the data directory in /proc/tidemark", "check");
  }

  @Test
  void sync_directoryInPlaceOfTheReplica_isRefused() throws IOException {
    Files.createDirectories(place.data.resolve("replica.db"));

    place.sync().assertFailed(1, "open the replica", "replica.db", "check the disk");
  }

  @Test
  void sync_databaseOfAnotherProgram_isLeftAsItIs() throws Exception {
    Files.createDirectories(place.data);
    place.execute("CREATE TABLE song (title TEXT)", "INSERT INTO song VALUES ('Yesterday')");

    assertRefusedAndLeft("this database belongs to another program", "move it away");
    place
        .look("status")
        .assertFailed(1, "this database belongs to another program", "move it away");
  }

  @Test
  void sync_noDatabase_isLeftAsItIs() throws Exception {
    Files.createDirectories(place.data);
    Files.writeString(place.data.resolve("replica.db"), "Dear diary, ".repeat(1_000));

    assertRefusedAndLeft("this is no SQLite database", "move it away");
  }

  @Test
  void sync_replicaOfANewerVersion_isLeftAsItIs() throws Exception {
    place.sync().assertDone();
    place.upstream.requests.clear();
    place.execute("PRAGMA user_version = 99");

    assertRefusedAndLeft("it was written by a newer version (format 99", "update tidemark");
    place.look("status").assertFailed(1, "it was written by a newer version");
  }

  @Test
  void look_nothingThereYet_saysToSyncFirst() {
    for (String command : List.of("status", "orphans", "quarantine")) {
      place
          .look(command)
          .assertFailed(1, "there is none yet", " sync --data " + place.data + "\" first");
    }
    assertThat(place.data).doesNotExist();
  }

  private void assertRefusedAndLeft(String... phrases) throws IOException {
    Path replica = place.data.resolve("replica.db");
    byte[] before = Files.readAllBytes(replica);

    place.sync().assertFailed(1, phrases);

    assertThat(replica).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(place.data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf(
              "replica.db",
              "replica.lock",
              "replica.db-shm",
              "replica.db-wal",
              "state.db",
              "state.lock",
              "cache.db");
    }
  }
}
