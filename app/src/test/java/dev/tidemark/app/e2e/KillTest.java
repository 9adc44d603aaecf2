package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sync process is killed, without a chance to clean up, at many points of its cycle. The replica
 * must be what it was before or what the whole cycle makes of it, and the feed must explain the
 * difference.
 */
@Tag("proof")
final class KillTest {

  private static final Schema SCHEMA = SchemaLoader.load(SchemaLoader.SHIPPED);
  private static final long SEED = 7;

  @TempDir Path directory;

  @Test
  void kill_aFewPoints_leavesOneOfTwoStates() throws Exception {
    killAtPoints(6);
  }

  @Test
  void kill_manyPoints_leavesOneOfTwoStates() throws Exception {
    killAtPoints(30);
  }

  /**
   * Kills spread evenly from the first request to a little behind the usual end, and the last one
   * as soon as a commit is seen.
   */
  private void killAtPoints(int kills) throws Exception {
    SyntheticData data = SyntheticData.of(0.02, SEED, Clock.systemUTC());
    try (SampleServer upstream = SampleServer.start(data, SampleOptions.by(Clock.systemUTC()), 0)) {
      Copy copy = new Copy(directory.resolve("data"), SCHEMA);
      long usual = usualMillis(upstream);
      Random random = new Random(SEED);
      Set<String> seen = new HashSet<>();
      for (int kill = 0; kill < kills; kill++) {
        data.advance();
        boolean full = kill % 2 == 0;
        Image before = Image.of(copy);
        Image after = afterWholeCycle(copy, upstream, full, kill);
        long delay = (usual + 200) * kill / kills + random.nextInt(30);
        TidemarkProcess process = start(upstream, copy.directory(), full);
        process.awaitFirstRequest();
        if (kill == kills - 1) {
          awaitCommit(copy, before, process);
          process.killAfter(0);
        } else {
          process.killAfter(delay);
        }

        Image found = Image.of(copy);

        assertThat(found.isSameAs(before) || found.isSameAs(after))
            .as(() -> "after %d ms: %s".formatted(delay, found.difference(before, after)))
            .isTrue();
        seen.add(found.isSameAs(before) ? "before" : "after");
        assertFeedExplains(copy, before, found);
        if (random.nextInt(4) == 0) {
          // A cycle that took up lists of an earlier one, and ended, leaves newer ones to the next.
          Image next =
              found.isSameAs(before) ? after : afterWholeCycle(copy, upstream, full, kills + kill);
          assertNextRunWorks(copy, upstream, full, next);
        }
      }
      assertNextRunWorks(copy, upstream, true, null);
      assertThat(seen).as("sides of the commit that were hit").contains("before", "after");
    }
  }

  private static void awaitCommit(Copy copy, Image before, TidemarkProcess process) {
    await("commit")
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Image.position(copy) > before.position() || !process.isAlive());
  }

  private long usualMillis(SampleServer upstream) throws Exception {
    TidemarkProcess process = start(upstream, directory.resolve("usual"), true);
    process.awaitFirstRequest();
    long start = System.nanoTime();
    assertThat(process.exitCode()).isZero();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private Image afterWholeCycle(Copy copy, SampleServer upstream, boolean full, int number)
      throws IOException {
    Path twin = Files.createDirectories(directory.resolve("twin-" + number));
    if (Files.exists(copy.directory())) {
      try (Stream<Path> files = Files.list(copy.directory())) {
        for (Path file : files.filter(KillTest::isCopied).toList()) {
          Files.copy(file, twin.resolve(file.getFileName()));
        }
      }
    }
    Copy whole = new Copy(twin, SCHEMA);
    whole.sync(upstream.base(), full ? Mode.FULL : Mode.INCREMENTAL);
    return Image.of(whole);
  }

  /** What a killed full cycle has read is part of what the next one makes of it. */
  private static boolean isCopied(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("replica.db") || name.startsWith("staging.db");
  }

  private static void assertFeedExplains(Copy copy, Image before, Image found) {
    Map<String, Long> counts = new HashMap<>();
    if (Files.exists(copy.directory().resolve("replica.db")) && found.hasTables()) {
      copy.query(
              "SELECT type || ' ' || key AS row FROM _change WHERE position > " + before.position())
          .forEach(row -> counts.merge(String.valueOf(row.get("row")), 1L, Long::sum));
    }
    assertThat(counts.keySet()).isEqualTo(found.changedSince(before));
    assertThat(counts.values()).allMatch(times -> times == 1);
  }

  private static void assertNextRunWorks(
      Copy copy, SampleServer upstream, boolean full, @Nullable Image expected) throws Exception {
    TidemarkProcess next = start(upstream, copy.directory(), full);
    assertThat(next.exitCode()).as(next.errors()).isZero();
    if (expected != null) {
      assertThat(Image.of(copy).changedSince(expected)).isEmpty();
    }
    try (Stream<Path> files = Files.list(copy.directory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(file -> file.startsWith(full ? "staging" : "staging-"));
    }
    assertThat(copy.query("PRAGMA integrity_check")).singleElement().asString().contains("ok");
    assertThat(copy.number("SELECT count(*) FROM _sync_run WHERE status = 'RUNNING'")).isZero();
  }

  private static TidemarkProcess start(SampleServer upstream, Path data, boolean full)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("sync", "--data", data.toString()));
    arguments.addAll(List.of("--upstream", upstream.base().toString()));
    if (full) {
      arguments.add("--full");
    }
    return TidemarkProcess.start(Surrounded.PLAIN, arguments.toArray(String[]::new));
  }
}
