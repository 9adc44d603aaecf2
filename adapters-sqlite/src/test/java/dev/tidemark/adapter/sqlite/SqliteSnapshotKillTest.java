package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Inspection;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that builds and receives is killed wherever it is. */
final class SqliteSnapshotKillTest {

  private static final int LONGEST_MILLIS = 400;

  @TempDir Path directory;

  @Test
  void whenever_it_is_killed_the_next_one_serves_a_whole_snapshot() throws Exception {
    kill(1);
  }

  @Test
  @Tag("proof")
  void as_often_as_it_is_killed_the_next_one_serves_a_whole_snapshot() throws Exception {
    kill(25);
  }

  private void kill(int times) throws Exception {
    Random random = new Random(4711);
    SnapshotVersion last = new SnapshotVersion(0, 0);
    for (int i = 0; i < times; i++) {
      try (OtherProcess process = OtherProcess.start(SnapshotProcess.class, directory)) {
        process.awaitLine("ready");
        // Nothing counts it down: any moment is as good as another, so that it is a random one.
        assertThat(
                new CountDownLatch(1).await(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS))
            .isFalse();
        process.kill();
      }
      assertGood("origin");
      SnapshotVersion now = assertGood("edge");
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    assertThat(last.sequence()).isPositive();
  }

  private SnapshotVersion assertGood(String name) throws Exception {
    Path data = directory.resolve(name);
    try (SqliteSnapshotStore store =
        SqliteSnapshotStore.open(SqliteSnapshotConfig.in(data), Clock.systemUTC())) {
      SnapshotShelf shelf = store.shelf("public");
      assertThat(data.resolve("snapshots/public").toFile().list())
          .allMatch(file -> file.matches("1-\\d+\\.(db|manifest)|current|partial-.*"));
      if (shelf.serving().isEmpty()) {
        return new SnapshotVersion(0, 0);
      }
      SnapshotVersion version = shelf.serving().orElseThrow().manifest().version();
      try (SnapshotReader reader = shelf.read()) {
        assertThat(reader.rows().extent(Sample.ORG).rows()).isPositive();
      }
      Inspection found =
          new SqliteSnapshotFiles()
              .inspect(data.resolve("snapshots/public").resolve(version + ".db").toString());
      assertThat(found.problems()).isEqualTo(List.of());
      assertThat(found.manifest()).contains(shelf.serving().orElseThrow().manifest());
      return version;
    }
  }
}
