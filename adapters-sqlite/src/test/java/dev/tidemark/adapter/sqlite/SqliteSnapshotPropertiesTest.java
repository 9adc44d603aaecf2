package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However rows come and go: what is brought forward holds what a build from the start holds. */
final class SqliteSnapshotPropertiesTest {

  private static final int AT_ONCE = 40;

  @Property(tries = 4)
  void forward_and_from_the_start_have_the_same_content(
      @ForAll @Size(min = 100, max = 400) List<@IntRange(min = 0, max = 999_999) Integer> deeds)
      throws IOException {
    Path directory = Files.createTempDirectory("tidemark-snapshots");
    try (ReplicaOfSample replica = new ReplicaOfSample(directory.resolve("data"));
        SqliteSnapshotStore store = replica.store()) {
      long sequence = 0;
      for (int from = 0; from < deeds.size(); from += AT_ONCE) {
        replica.put(
            deeds.subList(from, Math.min(deeds.size(), from + AT_ONCE)).stream()
                .map(SqliteSnapshotPropertiesTest::row)
                .toArray(Row[]::new));
        boolean anew = from == 0 || isSparse(newest(store, directory));
        Built built = store.build(SqliteSnapshotForwardTest.PLAN, stamp(++sequence));
        assertThat(built.way()).isNotEqualTo(anew ? Built.Way.FORWARD : Built.Way.FULL);
        assertSame(built.manifest(), store, directory, sequence);
      }
    } finally {
      remove(directory);
    }
  }

  /** Long texts, so that rows get onto other pages; few keys, so that they change often. */
  private static Row row(int deed) {
    long key = deed % 37;
    int day = 1 + deed / 37 % 500;
    String text = "x".repeat(deed % 11 == 0 ? deed % 9_000 : deed % 90) + deed;
    return switch (deed % 4) {
      case 0 -> Sample.live(Sample.ORG, key, day, "name", text);
      case 1 -> Sample.live(Sample.ORG, key, day, "name", text, "status", "hidden");
      case 2 -> Sample.port(key % 5, "eth" + key, text, day);
      default -> Sample.word("word " + key, text);
    };
  }

  private static void assertSame(
      SnapshotManifest forward, SqliteSnapshotStore store, Path directory, long sequence) {
    SqliteSnapshotConfig config =
        new SqliteSnapshotConfig(
            directory.resolve("full" + sequence),
            SqliteSnapshotConfig.Access.EXCLUSIVE,
            Optional.of(
                new SqliteSnapshotConfig.Source.OfReplica(
                    directory.resolve("data").resolve(ReplicaOpening.FILE))),
            1);
    try (SqliteSnapshotStore other = SqliteSnapshotStore.open(config, Clock.systemUTC())) {
      SnapshotManifest full =
          other.build(SqliteSnapshotForwardTest.PLAN, stamp(sequence)).manifest();
      assertThat(forward.identity()).isEqualTo(full.identity());
      try (SnapshotReader one = store.shelf("public").read();
          SnapshotReader two = other.shelf("public").read()) {
        for (EntityType type : List.of(Sample.ORG, SqliteSnapshotForwardTest.PORT, Sample.WORD)) {
          assertThat(rows(one.rows(), type)).isEqualTo(rows(two.rows(), type));
        }
      }
      Path file = file(directory, forward.version());
      assertThat(new SqliteSnapshotFiles().inspect(file.toString()).problems()).isEmpty();
      // Indexes, too, which nothing else looks at.
      assertThat(query(file, "integrity_check")).containsExactly("ok");
    }
  }

  private static Path newest(SqliteSnapshotStore store, Path directory) {
    try (SnapshotReader newest = store.shelf("public").read()) {
      return file(directory, newest.manifest().manifest().version());
    }
  }

  private static Path file(Path directory, SnapshotVersion version) {
    return directory.resolve("data/snapshots/public/" + version + ".db");
  }

  /** Whether more than a quarter of its pages is free: such a file is not gone on with. */
  private static boolean isSparse(Path file) {
    return 4 * number(file, "freelist_count") > number(file, "page_count");
  }

  private static int number(Path file, String pragma) {
    return Integer.parseInt(query(file, pragma).get(0));
  }

  private static List<String> query(Path file, String pragma) {
    try {
      return new RawFile(file).query("PRAGMA " + pragma);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Row> rows(ReplicaReader reader, EntityType type) {
    List<Row> rows = new ArrayList<>();
    reader.scan(type, rows::add);
    return rows;
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
