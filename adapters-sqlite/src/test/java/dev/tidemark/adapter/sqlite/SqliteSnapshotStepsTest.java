package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.adapter.sqlite.SteppedProcess.Ended;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that receives is killed before each step of receiving and swapping, one by one. */
final class SqliteSnapshotStepsTest {

  private static final int VERSIONS = 4;

  @TempDir Path directory;
  private Path prepared;

  /** An origin with four versions, and an edge that has two of them. */
  @BeforeEach
  void prepare() {
    prepared = directory.resolve("prepared");
    Path origin = prepared.resolve("origin");
    try (ReplicaOfSample replica = new ReplicaOfSample(origin);
        SqliteSnapshotStore store = store(origin, replica)) {
      for (int i = 1; i <= VERSIONS; i++) {
        replica.put(Sample.live(Sample.ORG, i, i, "name", "x".repeat(i * 2_000)));
        store.build(ReplicaOfSample.all(Sample.ORG), new Stamp(version(i), ReplicaOfSample.BUILT));
        if (i == 2) {
          TakingProcess.take(prepared);
        }
      }
    }
  }

  private static SqliteSnapshotStore store(Path origin, ReplicaOfSample replica) {
    replica.replica();
    return SqliteSnapshotStore.open(
        SqliteSnapshotConfig.in(origin).ofReplica().keeping(VERSIONS), Clock.systemUTC());
  }

  @Test
  @Tag("proof")
  void receive_killedBeforeAnyStep_servesAWholeSnapshotAndGoesOn() throws Exception {
    List<SnapshotVersion> served = new ArrayList<>();
    List<String> commits = new ArrayList<>();
    Ended ended;
    do {
      int steps = served.size();
      Path place = copy(directory.resolve("after-" + steps));
      ended = SteppedProcess.killedAfter(steps, TakingProcess.class, place);
      served.add(WholeShelf.assertIn(place.resolve("edge")));
      if (isCommit(served)) {
        commits.add(ended.steps().get(steps - 1));
      }
      TakingProcess.take(place);
      assertThat(WholeShelf.assertIn(place.resolve("edge")))
          .as("goes on before " + ended.lastStep())
          .isEqualTo(version(VERSIONS));
    } while (ended.killed());

    assertThat(served).isSorted();
    assertThat(commits)
        .as("steps that change what is served, of %s", ended.steps())
        .hasSize(VERSIONS - 2)
        .allMatch(step -> step.endsWith("move"));
  }

  private static boolean isCommit(List<SnapshotVersion> served) {
    int last = served.size() - 1;
    return last > 0 && !served.get(last).equals(served.get(last - 1));
  }

  private Path copy(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(prepared)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(prepared.relativize(file)));
      }
    }
    return to;
  }

  private static SnapshotVersion version(int number) {
    return new SnapshotVersion(1, number);
  }
}
