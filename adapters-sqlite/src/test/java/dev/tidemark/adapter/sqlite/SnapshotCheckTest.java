package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.all;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody made who means no good, under the hash that they have. */
final class SnapshotCheckTest {

  private static final SnapshotPlan PLAN = all(Sample.ORG, Sample.CAMPUS);
  private static final String EDITABLE = "PRAGMA writable_schema = ON";

  @TempDir static Path origin;
  private static SnapshotManifest built;

  @TempDir Path directory;
  private final FileProof proof = new FileProof();
  private Path file;

  @BeforeAll
  static void build() {
    try (ReplicaOfSample replica = new ReplicaOfSample(origin);
        SqliteSnapshotStore store = replica.store()) {
      replica.put(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.CAMPUS, 2, 1, "org_id", 1L));
      built = store.build(PLAN, stamp(1)).manifest();
    }
  }

  @BeforeEach
  void copy() throws IOException {
    file = Files.copy(origin.resolve("snapshots/public/1000-1.db"), directory.resolve("file.db"));
  }

  @AfterEach
  void close() {
    proof.close();
  }

  /** As it is announced by whoever made it. */
  private SnapshotManifest announced() throws Exception {
    return new SnapshotManifest(
        built.name(),
        built.version(),
        built.built(),
        Files.size(file),
        Hashes.of(file),
        built.provenance());
  }

  private Optional<Verdict> rejection() throws Exception {
    return new SnapshotCheck(proof).rejection(file, announced());
  }

  private void assertNoSchema(String text) throws Exception {
    Verdict verdict = rejection().orElseThrow();
    assertThat(verdict.code()).as(verdict.text()).isEqualTo(Code.REJECTED_SCHEMA);
    assertThat(verdict.text()).contains(text).doesNotContain(directory.toString());
    assertThat(new SqliteSnapshotFiles().inspect(file.toString()).problems()).isNotEmpty();
  }

  private void change(String... statements) throws SQLException {
    new RawFile(file).execute(statements);
  }

  /** Puts another text in the place of a statement, as any editor of bytes can. */
  private void rewrite(String table, String from, String to) throws SQLException {
    change(
        EDITABLE,
        "UPDATE sqlite_schema SET sql = replace(sql, %s, %s) WHERE name = '%s'"
            .formatted(EntityTable.text(from), EntityTable.text(to), table));
    assertThat(
            new RawFile(file).query("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'"))
        .singleElement()
        .asString()
        .contains(to);
  }

  @Test
  void what_was_built_is_one() throws Exception {
    assertThat(rejection()).isEmpty();
  }

  @Test
  void what_sqlite_cannot_even_open_is_first_of_all_another_file() throws Exception {
    SnapshotManifest announced = announced();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x7f);
    Files.write(file, bytes);

    assertThat(new SnapshotCheck(proof).rejection(file, announced).orElseThrow().code())
        .isEqualTo(Code.REJECTED_HASH);
  }

  @Test
  void nothing_that_the_file_says_is_trusted() throws Exception {
    try (Connection connection = Connections.fixed(file)) {
      assertThat(Connections.number(connection, "PRAGMA trusted_schema")).isZero();
      assertThat(Connections.number(connection, "PRAGMA cell_size_check")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE org ADD COLUMN more TEXT AS ('x')",
        "CREATE UNIQUE INDEX \"org(name)\" ON org (name)",
        "CREATE INDEX \"org(name)\" ON \"org\" (\"name\") WHERE name > 'a'",
        "CREATE INDEX \"org(name)\" ON \"org\" (upper(name))",
        "CREATE VIRTUAL TABLE _search USING fts5(name)",
        "ANALYZE",
        "CREATE TABLE more (id INTEGER PRIMARY KEY)"
      })
  void what_no_snapshot_has_is_refused(String statement) throws Exception {
    change(statement);

    assertNoSchema("none of a snapshot");
  }

  @Test
  void an_index_on_columns_is_known() throws Exception {
    change("CREATE INDEX \"org(name)\" ON \"org\" (\"name\")");

    assertThat(rejection()).isEmpty();
  }

  @Test
  void tables_of_another_shape_are_refused() throws Exception {
    rewrite("org", ") STRICT", ", CHECK (name <> 'x')) STRICT");
    assertNoSchema("no table org");
  }

  @Test
  void tables_of_loose_types_are_refused() throws Exception {
    rewrite("org", "STRICT", "");
    assertNoSchema("no table org");
  }

  @Test
  void own_tables_of_another_shape_are_refused() throws Exception {
    rewrite("_snapshot", "CHECK (id = 1)", "CHECK (id < 9)");
    assertNoSchema("none of a snapshot: [_snapshot]");
  }

  @Test
  void a_virtual_table_that_hides_behind_a_comment_is_refused() throws Exception {
    change(
        EDITABLE,
        "INSERT INTO sqlite_schema VALUES ('table', 'more', 'more', 0, 'CREATE/**/VIRTUAL TABLE more USING fts5(a)')");

    assertNoSchema("none of a snapshot: [more]");
  }

  /** A check that lasts for ever is not run, since the shape is looked at before. */
  @Test
  void a_check_that_never_ends_is_not_run() throws Exception {
    rewrite(
        "org",
        "_extra TEXT",
        "_extra TEXT, more INTEGER AS (length(hex(zeroblob(400000000))) + length(hex(zeroblob(400000000))))");
    assertNoSchema("no table org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE _reference SET fields = '[\"org_id\"'",
        "UPDATE _reference SET fields = '[]'",
        "UPDATE _reference SET fields = '[null]'",
        "UPDATE _reference SET target = 'nothing'",
        "UPDATE _reference SET if_field = 'name'",
        "UPDATE _field SET signature = 'instant('",
        "UPDATE _field SET signature = ''",
        "UPDATE _field SET key_part = NULL",
        "UPDATE _field SET field = '' WHERE field = 'name'",
        "UPDATE _field SET type = type || '\"'",
        "UPDATE _snapshot SET built_at = ''",
        "UPDATE _snapshot SET epoch = -1",
        "DELETE FROM _snapshot"
      })
  void what_it_says_of_itself_has_to_make_sense(String statement) throws Exception {
    change(statement);

    assertNoSchema("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE _field SET signature = NULL",
        "UPDATE _snapshot SET built_at = NULL",
        "UPDATE _snapshot SET name = NULL",
        "UPDATE _reference SET fields = NULL",
        "UPDATE _reference SET target = NULL"
      })
  void nothing_is_where_something_has_to_be(String statement) throws Exception {
    String table = statement.split(" ")[1];
    String sql =
        new RawFile(file)
            .query("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'")
            .get(0);
    rewrite(table, "TEXT NOT NULL", "TEXT");
    change(statement);
    change(
        EDITABLE,
        "UPDATE sqlite_schema SET sql = %s WHERE name = '%s'"
            .formatted(EntityTable.text(sql), table));

    assertNoSchema("");
  }

  /** Its cells are one cell of the page, told again and again. */
  @Test
  void rows_of_more_bytes_than_the_file_has_are_not_read_to_their_end() throws Exception {
    Path many = directory.resolve("many.db");
    new RawFile(many)
        .execute(
            "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT) STRICT",
            "INSERT INTO n VALUES (1, printf('%.*c', 3000, 'x'))");
    byte[] bytes = Files.readAllBytes(many);
    int page = 4_096;
    bytes[page + 3] = 0;
    bytes[page + 4] = 100;
    for (int i = 1; i < 100; i++) {
      bytes[page + 8 + 2 * i] = bytes[page + 8];
      bytes[page + 9 + 2 * i] = bytes[page + 9];
    }
    Files.write(many, bytes);

    assertThat(proof.lookAtRows(many, new TreeMap<>(Map.of("n", 2L))).hash())
        .contains("larger than the file");
  }

  @Test
  void a_row_whose_header_has_no_end_is_damaged() throws Exception {
    Path many = directory.resolve("many.db");
    new RawFile(many)
        .execute(
            "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT) STRICT",
            "INSERT INTO n VALUES (1, 'mark')");
    byte[] bytes = Files.readAllBytes(many);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mark");
    Arrays.fill(bytes, at - 3, at + 4, (byte) 0x80);
    Files.write(many, bytes);

    assertThat(proof.lookAtRows(many, new TreeMap<>(Map.of("n", 2L))).hash()).contains("header");
  }

  @Test
  void hashes_are_as_the_manifest_has_them() throws Exception {
    assertThat(proof.hashAndSync(file))
        .isEqualTo(HexFormat.of().formatHex(Hashes.sha256().digest(Files.readAllBytes(file))));
  }
}
