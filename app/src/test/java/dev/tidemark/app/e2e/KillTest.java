package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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
final class KillTest {

  private static final Schema SCHEMA = SchemaLoader.load(SchemaLoader.SHIPPED);
  private static final long SEED = 7;

  @TempDir Path directory;

  @Test
  void kill_aFewPoints_leavesOneOfTwoStates() throws Exception {
    killAtPoints(6);
  }

  @Test
  @Tag("proof")
  void kill_manyPoints_leavesOneOfTwoStates() throws Exception {
    killAtPoints(60);
  }

  /** Kills spread evenly from the first request to a little behind the usual end. */
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
        SyncProcess process = SyncProcess.start(upstream.base(), copy.directory(), full);
        process.awaitFirstRequest();
        process.killAfter(delay);

        Image found = Image.of(copy);

        assertThat(found.isSameAs(before) || found.isSameAs(after))
            .as("kill %d after %d ms: %s", kill, delay, found.difference(before, after))
            .isTrue();
        seen.add(found.isSameAs(before) ? "before" : "after");
        assertFeedExplains(copy, before, found);
        if (random.nextInt(4) == 0) {
          assertNextRunWorks(copy, upstream, full, after);
        }
      }
      assertNextRunWorks(copy, upstream, true, null);
      assertThat(seen).as("sides of the commit that were hit").contains("before", "after");
    }
  }

  private long usualMillis(SampleServer upstream) throws Exception {
    SyncProcess process = SyncProcess.start(upstream.base(), directory.resolve("usual"), true);
    process.awaitFirstRequest();
    long start = System.nanoTime();
    assertThat(process.await()).isZero();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private Image afterWholeCycle(Copy copy, SampleServer upstream, boolean full, int number)
      throws IOException {
    Path twin = Files.createDirectories(directory.resolve("twin-" + number));
    if (Files.exists(copy.directory())) {
      try (Stream<Path> files = Files.list(copy.directory())) {
        for (Path file : files.filter(each -> each.toString().contains("replica.db")).toList()) {
          Files.copy(file, twin.resolve(file.getFileName()));
        }
      }
    }
    Copy whole = new Copy(twin, SCHEMA);
    whole.sync(upstream.base(), full ? Mode.FULL : Mode.INCREMENTAL);
    return Image.of(whole);
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
    SyncProcess next = SyncProcess.start(upstream.base(), copy.directory(), full);
    assertThat(next.await()).as(next.errors()).isZero();
    if (expected != null) {
      assertThat(Image.of(copy).changedSince(expected)).isEmpty();
    }
    try (Stream<Path> files = Files.list(copy.directory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(file -> file.startsWith("staging"));
    }
    assertThat(copy.query("PRAGMA integrity_check")).singleElement().asString().contains("ok");
    assertThat(copy.number("SELECT count(*) FROM _sync_run WHERE status = 'RUNNING'")).isZero();
  }

  /** Everything that a cycle may change, row by row; times and numbers of cycles left out. */
  private record Image(Map<String, String> rows, Map<String, String> held, long position) {

    static Image of(Copy copy) {
      if (!hasTables(copy)) {
        return new Image(Map.of(), Map.of(), 0);
      }
      Map<String, String> rows = new TreeMap<>();
      for (EntityType type : SCHEMA.types()) {
        copy.query("SELECT * FROM " + type.name())
            .forEach(row -> rows.put(type + " " + row.get("id"), row.toString()));
      }
      Map<String, String> held = new TreeMap<>();
      List<String> queries = new ArrayList<>();
      queries.add("SELECT 'cursor ' || type AS k, followed_to || complete AS v FROM _cursor");
      queries.add("SELECT 'orphan ' || type || key AS k, missing || row AS v FROM _orphan");
      queries.add("SELECT 'unanswered ' || type || key AS k, '' AS v FROM _unanswered");
      for (String query : queries) {
        copy.query(query)
            .forEach(row -> held.put(String.valueOf(row.get("k")), String.valueOf(row.get("v"))));
      }
      return new Image(rows, held, copy.number("SELECT coalesce(max(position), 0) FROM _change"));
    }

    private static boolean hasTables(Copy copy) {
      return Files.exists(copy.directory().resolve("replica.db"))
          && copy.number("SELECT count(*) FROM sqlite_schema WHERE name = 'netixlan'") == 1;
    }

    boolean hasTables() {
      return position > 0;
    }

    boolean isSameAs(Image other) {
      return equals(other);
    }

    Set<String> changedSince(Image before) {
      Set<String> changed = new HashSet<>(rows.keySet());
      changed.addAll(before.rows.keySet());
      changed.removeIf(
          key -> String.valueOf(rows.get(key)).equals(String.valueOf(before.rows.get(key))));
      return changed;
    }

    String difference(Image before, Image after) {
      return "%d rows differ from before, %d from after; held alike: %s and %s"
          .formatted(
              changedSince(before).size(),
              changedSince(after).size(),
              held.equals(before.held),
              held.equals(after.held));
    }
  }
}
