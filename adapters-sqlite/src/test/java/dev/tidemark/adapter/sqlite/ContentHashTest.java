package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hashes of rows, of the same ones wherever they lie, and of files that make no sense. */
final class ContentHashTest {

  private static final int DAMAGED = 120;
  private static final String SERIES =
      "WITH RECURSIVE series(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM series WHERE value < 200) ";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void fill() throws SQLException {
    file = directory.resolve("a.db");
    new RawFile(file)
        .execute(
            "PRAGMA page_size = 1024",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, b REAL) STRICT",
            "CREATE TABLE t (k TEXT, i INTEGER, a TEXT, PRIMARY KEY (k, i)) STRICT, WITHOUT ROWID",
            "INSERT INTO n "
                + SERIES
                + "SELECT value, printf('%.*c', value * 7 % 3000, 'x') || value, value / 3.0 FROM series",
            "INSERT INTO t "
                + SERIES
                + "SELECT 'k' || value % 50, value, printf('%.*c', value * 11 % 2000, 'y') FROM series");
  }

  private static SortedMap<String, Long> roots(Path path) throws SQLException {
    try (Connection connection = Connections.fixed(path)) {
      return SnapshotTables.roots(connection);
    }
  }

  private static String hash(Path path) throws SQLException, IOException {
    return ContentHash.of(path, roots(path));
  }

  @Test
  void the_same_rows_have_the_same_hash_on_other_pages_and_in_another_order() throws Exception {
    String before = hash(file);
    new RawFile(file)
        .execute(
            "CREATE TABLE n2 AS SELECT * FROM n WHERE id % 3 = 0",
            "CREATE TABLE t2 AS SELECT * FROM t WHERE i % 2 = 0",
            "DELETE FROM n WHERE id % 3 = 0",
            "DELETE FROM t WHERE i % 2 = 0");
    assertThat(hash(file)).isNotEqualTo(before);
    new RawFile(file)
        .execute(
            "INSERT INTO n SELECT * FROM n2 ORDER BY id DESC",
            "INSERT INTO t SELECT * FROM t2 ORDER BY i DESC",
            "DROP TABLE n2",
            "DROP TABLE t2");

    assertThat(hash(file)).isEqualTo(before);
  }

  @Test
  void another_value_gives_another_hash() throws Exception {
    String before = hash(file);
    for (String change :
        List.of(
            "UPDATE n SET b = 7.5 WHERE id = 150",
            "UPDATE t SET a = a || 'z' WHERE i = 200",
            "UPDATE n SET id = 1000 WHERE id = 200",
            "UPDATE n SET a = NULL WHERE id = 3",
            "DELETE FROM t WHERE i = 1")) {
      new RawFile(file).execute(change);
      String after = hash(file);
      assertThat(after).as(change).isNotEqualTo(before);
      before = after;
    }
  }

  @Test
  void a_column_that_was_added_and_is_null_counts_for_nothing() throws Exception {
    String before = hash(file);
    new RawFile(file).execute("ALTER TABLE n ADD COLUMN c TEXT");
    assertThat(hash(file)).isEqualTo(before);

    new RawFile(file).execute("UPDATE n SET b = b"); // now the null is stored
    assertThat(hash(file)).isEqualTo(before);
  }

  /** Bytes that something else may have put anywhere: it ends, and says what it makes of it. */
  @Test
  void a_damaged_file_ends_in_a_hash_or_in_a_failure_of_its_own() throws Exception {
    SortedMap<String, Long> roots = roots(file);
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(42);
    int failures = 0;
    for (int i = 0; i < DAMAGED; i++) {
      byte[] damaged = sound.clone();
      for (int j = 0; j <= i % 20; j++) {
        damaged[damagedAt(random, damaged.length)] = (byte) random.nextInt();
      }
      Path path = Files.write(directory.resolve("damaged.db"), damaged);
      failures += fails(() -> ContentHash.of(path, roots)) ? 1 : 0;
      fails(() -> PageScrub.run(path, roots.values()));
    }
    assertThat(failures).isPositive();
  }

  /** Mostly the begins of pages, where the headers of the trees are. */
  private static int damagedAt(Random random, int length) {
    return random.nextBoolean()
        ? random.nextInt(length)
        : random.nextInt(length / 1_024) * 1_024 + random.nextInt(40);
  }

  /** What may fail. */
  private interface Work {
    void run() throws IOException;
  }

  private static boolean fails(Work work) {
    try {
      work.run();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void pages_in_a_circle_are_said() throws Exception {
    long root = roots(file).get("n");
    byte[] bytes = Files.readAllBytes(file);
    int page = (int) (root - 1) * 1_024;
    for (int i = 0; i < 4; i++) {
      bytes[page + 8 + i] = (byte) (root >> 8 * (3 - i)); // its last child is itself
    }
    Files.write(file, bytes);
    SortedMap<String, Long> roots = new TreeMap<>(Map.of("n", root));

    assertThatThrownBy(() -> ContentHash.of(file, roots))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageMatching(".*(too deep|in a circle|larger than the file).*");
  }
}
