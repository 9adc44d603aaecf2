package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose file it is, who may write to it, and what becomes of it when the schema changes. */
final class ReplicaOpeningTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");

  @TempDir Path directory;

  @Test
  void open_fresh_makesTablesThatAPersonUnderstands() throws SQLException {
    open(schema(thing().build())).close();

    assertThat(query("SELECT sql FROM sqlite_schema WHERE name = 'thing'").get(0))
        .isEqualTo(
            "CREATE TABLE \"thing\" (\"id\" INTEGER NOT NULL, \"name\" TEXT, \"updated\" TEXT, _extra TEXT, _missing TEXT, _vanished TEXT, PRIMARY KEY (\"id\")) STRICT");
    assertThat(query("PRAGMA application_id")).containsExactly("1416193125");
  }

  @ParameterizedTest
  @ValueSource(strings = {"with blank", "with'quote", "with%percent", "with?question", "ünï-🌊"})
  void open_oddDirectoryNames_work(String name) {
    Path odd = directory.resolve(name);

    try (ReplicaDatabase database =
        TestOpening.open(SqliteConfig.in(odd), schema(thing().build()))) {
      store(database, "a");
    }

    assertThat(odd.resolve("replica.db")).exists();
    try (ReplicaDatabase reader =
        TestOpening.open(SqliteConfig.in(odd).asReadOnly(), schema(thing().build()))) {
      assertThat(new SqliteReplicaStore(reader, schema(thing().build())).counts().values())
          .singleElement()
          .satisfies(counts -> assertThat(counts.rows()).isEqualTo(1));
    }
    try (var files = Files.list(odd)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(file -> file.startsWith("replica."));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void open_databaseOfAnotherProgram_isRefusedAndUntouched() throws Exception {
    execute("CREATE TABLE customers (id INTEGER)", "INSERT INTO customers VALUES (1)");
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> open(schema(thing().build())))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("belongs to another program")
        .hasMessageContaining("choose another data directory");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void open_noDatabaseAtAll_isRefusedAndUntouched() throws Exception {
    Files.writeString(file(), "this is a letter to my bank, and certainly long enough".repeat(40));
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> open(schema(thing().build())))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("this is no SQLite database");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void open_newerVersion_isRefusedAndUntouched() throws Exception {
    open(schema(thing().build())).close();
    execute("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> open(schema(thing().build())))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining(
            "newer version (format 99, this version knows " + ReplicaFile.FORMAT + ")");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void open_fileThatAKilledProcessLeftEmpty_isUsed() throws Exception {
    Files.createFile(file());

    try (ReplicaDatabase database = open(schema(thing().build()))) {
      assertThat(store(database, "a")).isEqualTo(1);
    }
  }

  /** Killed after the file was signed, before its tables were made. */
  @Test
  void open_signedButWithoutTables_isUsedAndUntilThenThereIsNone() throws Exception {
    execute("PRAGMA application_id = " + ReplicaFile.APPLICATION_ID);

    assertThatThrownBy(
            () ->
                TestOpening.open(SqliteConfig.in(directory).asReadOnly(), schema(thing().build())))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is none yet; run \"tidemark sync\" first");
    try (ReplicaDatabase database = open(schema(thing().build()))) {
      assertThat(store(database, "a")).isEqualTo(1);
    }
  }

  @Test
  void open_migrationsOfAnother_isRefusedInTheProjectsWordsAndLetsGoOfTheLock() throws Exception {
    open(schema(thing().build())).close();
    execute("UPDATE _migration SET checksum = checksum + 1");

    assertThatThrownBy(() -> open(schema(thing().build())))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("prepare Tidemark's own tables in " + file())
        .hasMessageContaining("its history of migrations is not this version's");
    execute("UPDATE _migration SET checksum = checksum - 1");
    open(schema(thing().build())).close();
  }

  @Test
  void open_twice_isRefusedUntilTheFirstIsClosed() {
    ReplicaDatabase first = open(schema(thing().build()));

    assertThatThrownBy(() -> open(schema(thing().build())))
        .isInstanceOf(AlreadyRunningException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid())
        .hasMessageContaining(directory.toString());

    first.close();
    open(schema(thing().build())).close();
  }

  @Test
  void open_lockedByAnotherConnection_saysSo() throws Exception {
    open(schema(thing().build())).close();
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");

      assertThatThrownBy(() -> open(schema(thing().build())))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("another process holds the database")
          .satisfies(e -> assertThat(((StorageException) e).retryable()).isTrue());
    }
  }

  @Test
  void open_directoryThatIsAFile_saysWhatCannotBeDone() throws Exception {
    Path file = Files.createFile(directory.resolve("occupied"));

    assertThatThrownBy(() -> TestOpening.open(SqliteConfig.in(file), schema(thing().build())))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("take the data directory in " + file)
        .hasMessageContaining("can be written");
  }

  @Test
  void open_sweepsStagingFilesOfTheDead() throws Exception {
    Path left = Files.createFile(directory.resolve("staging-0b5c.db"));
    Path other = Files.createFile(directory.resolve("notes.txt"));

    open(schema(thing().build())).close();

    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void openReadOnly_nothingThere_saysWhatToDo() {
    assertThatThrownBy(
            () ->
                TestOpening.open(SqliteConfig.in(directory).asReadOnly(), schema(thing().build())))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is none yet; run \"tidemark sync\" first");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void openReadOnly_besideAWriter_seesCommittedRows() {
    Schema schema = schema(thing().build());
    try (ReplicaDatabase writer = open(schema);
        ReplicaDatabase reader =
            TestOpening.open(SqliteConfig.in(directory).asReadOnly(), schema)) {
      store(writer, "a");

      assertThat(new SqliteReplicaStore(reader, schema).counts().get(schema.type("thing")).rows())
          .isEqualTo(1);
      assertThatThrownBy(() -> new SqliteSyncJournal(reader).reap(NOW))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("open for reading only");
    }
  }

  @Test
  void open_schemaGainedAFieldAndATypeAndAnIndex_keepsRowsAndWantsAWholeList() throws Exception {
    try (ReplicaDatabase database = open(schema(thing().build()))) {
      store(database, "a");
    }
    Schema wider =
        schema(
            thing().text("colour").indexed("colour").build(),
            EntityType.named("other").integer("id").key("id").build());

    try (ReplicaDatabase database = open(wider)) {
      assertThat(new SqliteCursorStore(database, wider).cursors().get(wider.type("thing")))
          .satisfies(cursor -> assertThat(cursor.complete()).isFalse())
          .satisfies(cursor -> assertThat(cursor.followedTo()).isEqualTo(NOW));
    }

    assertThat(query("SELECT name || ' ' || colour IS NULL FROM thing")).hasSize(1);
    assertThat(query("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'thing'"))
        .containsExactlyInAnyOrder("thing(updated)", "thing(colour)", "thing(_vanished)");
    assertThat(query("SELECT count(*) FROM other")).containsExactly("0");
  }

  @Test
  void open_schemaLostAnIndex_dropsIt() throws Exception {
    open(schema(thing().indexed("name").build())).close();
    open(schema(thing().build())).close();

    assertThat(query("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'thing'"))
        .containsExactlyInAnyOrder("thing(updated)", "thing(_vanished)");
  }

  @Test
  void open_incompatibleSchema_isRefusedWithAllReasonsAndNothingChanges() throws Exception {
    try (ReplicaDatabase database = open(schema(thing().text("gone").build()))) {
      store(database, "a");
    }
    Schema changed =
        schema(
            EntityType.named("thing")
                .integer("id", "name")
                .instant("updated", Precision.MILLIS)
                .version("updated")
                .key("id", "name")
                .build());
    List<String> before = query("SELECT sql FROM sqlite_schema ORDER BY name");

    assertThatThrownBy(() -> open(changed))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("thing.name is stored as text, the schema says integer")
        .hasMessageContaining(
            "thing.updated is stored as instant(seconds), the schema says instant(millis)")
        .hasMessageContaining("thing.gone is stored but not in the schema")
        .hasMessageContaining("sync into another data directory");
    assertThat(query("SELECT sql FROM sqlite_schema ORDER BY name")).isEqualTo(before);
  }

  @Test
  void open_anotherVersionField_isRefused() {
    open(schema(thing().build())).close();
    Schema changed =
        schema(thing().instant("touched", Precision.SECONDS).version("touched").build());

    assertThatThrownBy(() -> open(changed))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("thing.updated is not the version any more");
  }

  @Test
  void open_failedOpening_letsGoOfTheLock() throws Exception {
    open(schema(thing().build())).close();
    Schema without = schema(EntityType.named("other").integer("id").key("id").build());
    assertThatThrownBy(() -> open(without)).isInstanceOf(IncompatibleReplicaException.class);

    open(schema(thing().build())).close();
  }

  @Test
  void apply_diskFull_changesNothingAndSaysSo() {
    Schema schema = schema(thing().build());
    try (ReplicaDatabase database = open(schema)) {
      store(database, "a");
      database.withWriter(
          "limit",
          connection -> {
            Connections.execute(connection, "PRAGMA max_page_count = 40");
            return 0;
          });

      assertThatThrownBy(() -> store(database, "long ".repeat(100_000)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("apply cycle 1")
          .hasMessageContaining("the disk is full; free some space");

      assertThat(new SqliteReplicaStore(database, schema).counts().get(schema.type("thing")).rows())
          .isEqualTo(1);
      assertThat(new SqliteChangeFeed(database, schema).latest().value()).isEqualTo(1);
      assertThat(store(database, "short again")).isEqualTo(1);
    }
  }

  @Test
  void apply_lockedByAnotherConnection_leavesTheNextWorkItsTransaction() throws Exception {
    Schema schema = schema(thing().build());
    try (ReplicaDatabase database = open(schema)) {
      try (Connection other = connect();
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> store(database, "a"))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("another process holds the database");
      }

      assertThatThrownBy(
              () ->
                  database.write(
                      "half",
                      connection -> {
                        Connections.execute(connection, "INSERT INTO thing (id) VALUES (7)");
                        throw new IllegalStateException("half way");
                      }))
          .hasMessage("half way");
      assertThat(query("SELECT count(*) FROM thing")).containsExactly("0");
      assertThat(store(database, "a")).isEqualTo(1);
    }
  }

  @Test
  void open_tablesThatDoNotBelongThere_isRefused() throws Exception {
    execute("PRAGMA application_id = " + ReplicaFile.APPLICATION_ID, "CREATE TABLE alien (id)");

    assertThatThrownBy(() -> open(schema(thing().build())))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("its history of migrations is not this version's");
  }

  @Test
  void open_interrupted_isCancelledAndNotAFault() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> open(schema(thing().build())))
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining("take the data directory in " + directory);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static EntityType.Builder thing() {
    return EntityType.named("thing")
        .key("id")
        .integer("id")
        .text("name")
        .instant("updated", Precision.SECONDS)
        .version("updated");
  }

  private static Schema schema(EntityType... types) {
    return Schema.of("test", types);
  }

  private ReplicaDatabase open(Schema schema) {
    return TestOpening.open(SqliteConfig.in(directory), schema);
  }

  /** Stores one thing and gives the number of changes. */
  private static long store(ReplicaDatabase database, String name) {
    Schema schema =
        database.read(
            "find the schema",
            connection -> {
              try (ResultSet fields =
                  connection
                      .createStatement()
                      .executeQuery("SELECT count(*) FROM _field WHERE field = 'gone'")) {
                return fields.getLong(1) == 1
                    ? schema(thing().text("gone").build())
                    : schema(thing().build());
              }
            });
    SqliteReplicaStore store = new SqliteReplicaStore(database, schema);
    EntityType type = schema.type("thing");
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      staging
          .sink(type, Source.LIST)
          .row(Row.of(type, Map.of("id", 1L, "name", name, "updated", NOW)));
      ApplyPlan plan =
          new ApplyPlan(
              1,
              NOW,
              NOW.plusSeconds(9),
              Set.copyOf(schema.types()),
              Map.of(type, NOW),
              Set.of(type),
              Optional.empty(),
              "");
      return store.apply(staging, plan).tallies().get(type).changes();
    }
  }

  private Path file() {
    return directory.resolve("replica.db");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect()) {
      Connections.execute(connection, statements);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
  }
}
