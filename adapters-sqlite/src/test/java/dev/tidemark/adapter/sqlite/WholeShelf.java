package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Inspection;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What a process that died has left is a shelf as good as any, for the next one. */
final class WholeShelf {

  static final SnapshotVersion NOTHING = new SnapshotVersion(0, 0);

  private WholeShelf() {}

  /**
   * Opens the shelf {@code public} and reads all of what is served.
   *
   * @return its version, or {@link #NOTHING}
   */
  static SnapshotVersion assertIn(Path data) {
    Path folder = data.resolve("snapshots/public");
    try (SqliteSnapshotStore store =
        SqliteSnapshotStore.open(SqliteSnapshotConfig.in(data), Clock.systemUTC())) {
      SnapshotShelf shelf = store.shelf("public");
      assertThat(folder.toFile().list())
          .allMatch(file -> file.matches("1-\\d+\\.(db|manifest)|current|partial-.*"));
      if (shelf.serving().isEmpty()) {
        return NOTHING;
      }
      SnapshotManifest serving = shelf.serving().orElseThrow().manifest();
      SnapshotVersion version = serving.version();
      try (SnapshotReader reader = shelf.read()) {
        assertThat(reader.rows().extent(Sample.ORG).rows()).isPositive();
      }
      Inspection found =
          new SqliteSnapshotFiles().inspect(folder.resolve(version + ".db").toString());
      assertThat(found.problems()).isEqualTo(List.of());
      assertThat(found.manifest()).contains(serving);
      return version;
    }
  }
}
