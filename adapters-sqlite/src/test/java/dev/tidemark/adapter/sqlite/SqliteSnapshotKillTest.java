package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotVersion;
import java.nio.file.Path;
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
    kill(12);
  }

  private void kill(int times) throws Exception {
    Random random = new Random(4711);
    SnapshotVersion last = WholeShelf.NOTHING;
    for (int i = 0; i < times; i++) {
      try (OtherProcess process = OtherProcess.start(SnapshotProcess.class, directory)) {
        process.awaitLine("ready");
        // Nothing counts it down: any moment is as good as another, so that it is a random one.
        assertThat(
                new CountDownLatch(1).await(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS))
            .isFalse();
        process.kill();
      }
      WholeShelf.assertIn(directory.resolve("origin"));
      SnapshotVersion now = WholeShelf.assertIn(directory.resolve("edge"));
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    assertThat(last.sequence()).isPositive();
  }
}
