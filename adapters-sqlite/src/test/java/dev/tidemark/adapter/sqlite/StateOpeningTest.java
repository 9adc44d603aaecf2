package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose files they are, who may write to them, and how connections are made. */
final class StateOpeningTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType PLATFORM =
      EntityType.named("platform").key("id").integer("id").text("name").unique("name").build();
  private static final EntityType LEASE =
      EntityType.named("lease")
          .key("id")
          .text("id")
          .integer("platform_id")
          .references("platform_id", "platform")
          .build();
  private static final StateSchema SCHEMA = schema();

  @TempDir Path directory;

  private static StateSchema schema() {
    Schema strong = Schema.of("config", PLATFORM);
    return StateSchema.of(strong, strong.below("cache", LEASE));
  }

  @Test
  void open_fresh_makesTablesThatAPersonUnderstands() throws Exception {
    open().close();

    assertThat(state().query("SELECT sql FROM sqlite_schema WHERE tbl_name = 'platform'"))
        .containsExactly(
            "CREATE TABLE \"platform\" (\"id\" INTEGER NOT NULL, \"name\" TEXT NOT NULL, _version INTEGER NOT NULL, _created TEXT NOT NULL, _updated TEXT NOT NULL, PRIMARY KEY (\"id\")) STRICT",
            "CREATE UNIQUE INDEX \"unique platform(name)\" ON \"platform\" (\"name\")");
    assertThat(
            cache().query("SELECT sql FROM sqlite_schema WHERE tbl_name = 'lease' AND sql <> ''"))
        .containsExactly(
            "CREATE TABLE \"lease\" (\"id\" TEXT NOT NULL, \"platform_id\" INTEGER NOT NULL, PRIMARY KEY (\"id\")) STRICT, WITHOUT ROWID",
            "CREATE INDEX \"lease(platform_id)\" ON \"lease\" (\"platform_id\")");
    assertThat(state().query("PRAGMA application_id")).containsExactly("1416193139");
    assertThat(cache().query("PRAGMA application_id")).containsExactly("1416193143");
    assertThat(state().query("PRAGMA user_version")).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blank",
        "with'quote",
        "with\"quote",
        "with%20percent",
        "q?mode=rw",
        "ünï-🌊#"
      })
  void repair_oddDirectoryNames_readsTheStateBeside(String name) throws Exception {
    Path odd = directory.resolve(name);
    try (SqliteTiers tiers = SqliteTiers.open(odd, SCHEMA)) {
      tiers.insert(platform(1, "a"));
      flush(tiers, lease("kept", 1), lease("gone", 2));

      assertThat(tiers.weak().repair(SCHEMA.repairRules(), removed -> true))
          .singleElement()
          .satisfies(removed -> assertThat(removed.keys()).containsExactly(RowKey.of("gone")));
      assertThat(tiers.rows(LEASE)).containsExactly(lease("kept", 1));
    }
    try (var files = Files.list(odd)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("state.db", "cache.db", "state.lock", "cache.lock");
    }
  }

  @Test
  void open_databaseOfAnotherProgram_isRefusedAndUntouched() throws Exception {
    for (RawFile file : List.of(state(), cache())) {
      file.execute("CREATE TABLE customers (id INTEGER)", "INSERT INTO customers VALUES (1)");
      byte[] before = Files.readAllBytes(file.path());

      assertThatThrownBy(this::open)
          .isInstanceOf(IncompatibleReplicaException.class)
          .hasMessageContaining(file.path().toString())
          .hasMessageContaining("belongs to another program");
      assertThat(Files.readAllBytes(file.path())).isEqualTo(before);
      Files.delete(file.path());
    }
  }

  @Test
  void open_fileOfTheOtherTier_isRefused() throws Exception {
    open().close();
    Files.copy(cache().path(), directory.resolve("copy"));
    Files.delete(state().path());
    Files.move(directory.resolve("copy"), state().path());

    assertThatThrownBy(this::open)
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("application id 1416193143, expected 1416193139");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.db", "cache.db"})
  void open_newerVersion_isRefusedAndUntouched(String name) throws Exception {
    open().close();
    RawFile file = file(name).execute("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file.path());

    assertThatThrownBy(this::open)
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining(file.path().toString())
        .hasMessageContaining("newer version (format 99, this version knows 1)");
    assertThat(Files.readAllBytes(file.path())).isEqualTo(before);
  }

  @Test
  void open_damagedStrongFile_isRefusedWithAHintAndUntouched() throws Exception {
    Files.writeString(state().path(), "this is a letter, and long enough to be one".repeat(40));
    byte[] before = Files.readAllBytes(state().path());

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "open the strong state in %s: the file is damaged or no SQLite database; restore it from a backup, or move it away to begin with an empty one",
            state().path());
    assertThat(Files.readAllBytes(state().path())).isEqualTo(before);
  }

  @Test
  void open_strongFileGoneButItsLogThere_isRefused() throws Exception {
    Files.writeString(directory.resolve("state.db-wal"), "what was written last");

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the file is gone, but state.db-wal is there");
    assertThat(directory.resolve("state.db-wal")).exists();
  }

  @Test
  void open_directoryCannotBeMade_saysSo() throws Exception {
    Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> SqliteTiers.open(directory.resolve("file").resolve("data"), SCHEMA))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("take the data directory in " + directory);
  }

  @Test
  void open_again_runsNoMigrations() throws Exception {
    open().close();
    state().execute("DROP TABLE _migration");

    open().close();

    assertThat(state().query("SELECT name FROM sqlite_schema WHERE name = '_migration'")).isEmpty();
  }

  @Test
  void open_killedAfterTheMark_goesOn() throws Exception {
    state().execute("PRAGMA application_id = 1416193139", "PRAGMA journal_mode = WAL");

    open().close();

    assertThat(state().query("PRAGMA user_version")).containsExactly("1");
  }

  @Test
  void open_weakTierTwice_namesTheHolder() throws Exception {
    try (SqliteTiers held = open()) {
      assertThatThrownBy(this::open)
          .as("beside %s", held)
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    open().close();
  }

  @Test
  void readOnly_nothingThere_readsAsEmptyAndMakesNothing() throws Exception {
    Path nowhere = directory.resolve("nowhere");
    SqliteStateConfig config = SqliteStateConfig.in(nowhere).asReadOnly();
    try (SqliteTiers tiers = SqliteTiers.open(config, SCHEMA, Listener.NONE)) {
      assertThat(tiers.rows(LEASE)).isEmpty();
      assertThat(tiers.weak().find(LEASE, RowKey.of("1")).isEmpty()).isTrue();
      assertThat(tiers.weak().lastFlush()).isEqualTo(LastFlush.NONE);
      assertThat(tiers.stored(PLATFORM, 1L)).isEmpty();
      assertThatThrownBy(() -> flush(tiers, lease("a", 1)))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "write flush 1 in %s: it is open for reading only", nowhere.resolve("cache.db"));
      assertThatThrownBy(() -> tiers.strong().write("rename", on -> true))
          .hasMessage("rename in %s: it is open for reading only", nowhere.resolve("state.db"));
      assertThatThrownBy(() -> tiers.weak().repair(List.of(), removed -> true))
          .hasMessageContaining("it is open for reading only");
    }
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void readOnly_besideAWriter_seesWhatIsCommitted() throws Exception {
    SqliteStateConfig config = SqliteStateConfig.in(directory).asReadOnly();
    try (SqliteTiers reader = SqliteTiers.open(config, SCHEMA, Listener.NONE);
        SqliteTiers writer = open()) {
      writer.insert(platform(1, "a"));
      flush(writer, lease("a", 1));

      assertThat(reader.rows(LEASE)).containsExactly(lease("a", 1));
      assertThat(reader.stored(PLATFORM, 1L)).isPresent();
    }
  }

  /** Also of the one that is made after another failed. */
  @Test
  void connections_all_haveAllPragmas() throws Exception {
    open().close();
    StateFile strong = StateFile.strong(SqliteStateConfig.in(directory), SCHEMA, SqliteTiers.CLOCK);
    StateFile weak = StateFile.weak(SqliteStateConfig.in(directory), SCHEMA, SqliteTiers.CLOCK);
    for (StateFile file : List.of(strong, weak)) {
      try (StateDatabase database = new StateDatabase(file)) {
        database.use(OpenFile.at(file.path()));
        assertThat(pragmas(database)).isEqualTo(file.durable() ? "wal 2 20000 1" : "wal 1 5000 1");
        int[] seen = new int[1];
        assertThatThrownBy(
                () ->
                    database.withWriter(
                        "fail",
                        connection -> {
                          seen[0] = System.identityHashCode(connection);
                          Connections.execute(connection, "PRAGMA busy_timeout = 1", "nonsense");
                          return true;
                        }))
            .hasMessageContaining("nonsense");
        int next = database.withWriter("look", System::identityHashCode);
        assertThat(next).isNotEqualTo(seen[0]);
        assertThat(pragmas(database)).isEqualTo(file.durable() ? "wal 2 20000 1" : "wal 1 5000 1");
        long patience = database.read("look", c -> Connections.number(c, "PRAGMA busy_timeout"));
        assertThat(patience).isEqualTo(5_000);
      }
    }
  }

  /** Whoever is told to stop has not met a bad disk. */
  @Test
  void open_interrupted_isCancelledAndNotAFault() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(this::open)
          .isInstanceOf(CancelledException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageEndingWith("stopped");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static String pragmas(StateDatabase database) throws SQLException {
    return database.withWriter("look", StateOpeningTest::pragmas);
  }

  private static String pragmas(Connection connection) throws SQLException {
    return Connections.text(connection, "PRAGMA journal_mode")
        + " "
        + Connections.text(connection, "PRAGMA synchronous")
        + " "
        + Connections.text(connection, "PRAGMA busy_timeout")
        + " "
        + Connections.text(connection, "PRAGMA foreign_keys");
  }

  @Test
  void strong_fileMovedAway_refusesToWriteIntoNowhere() throws Exception {
    try (SqliteTiers tiers = open()) {
      Path aside = directory.resolve("aside.db");
      Files.move(state().path(), aside);

      assertThatThrownBy(() -> tiers.insert(platform(1, "a")))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "insert in %s: the file was moved, deleted or replaced under this process; nothing was written; put it back, or restart to use what is there now",
              state().path());
      assertThatThrownBy(() -> tiers.strong().read("look", on -> true))
          .hasMessageContaining("was moved, deleted or replaced");
      assertThat(state().path()).doesNotExist();

      Files.move(aside, state().path());
      assertThat(tiers.insert(platform(1, "a"))).isTrue();
    }
  }

  @Test
  void strong_fileMovedAwayWithinTheWork_commitsNothing() throws Exception {
    Path aside = directory.resolve("aside.db");
    try (SqliteTiers tiers = open()) {
      assertThatThrownBy(
              () ->
                  tiers
                      .strong()
                      .write(
                          "insert",
                          on -> {
                            on.insert(platform(1, "a"), NOW);
                            return aside.toFile().exists()
                                || state().path().toFile().renameTo(aside.toFile());
                          }))
          .isInstanceOf(StorageException.class);
      Files.move(aside, state().path());
      assertThat(tiers.stored(PLATFORM, 1L)).isEmpty();
    }
  }

  @Test
  void strong_afterClosing_saysSo() throws Exception {
    SqliteTiers tiers = open();
    tiers.close();

    assertThatThrownBy(() -> tiers.strong().write("insert", on -> true))
        .isInstanceOf(StorageException.class)
        .hasMessage("insert in %s: it is closed", state().path());
    assertThatThrownBy(() -> tiers.weak().lastFlush())
        .hasMessage("read the last flush in %s: it is closed", cache().path());
  }

  private static void flush(SqliteTiers tiers, Row... rows) {
    tiers.weak().flush(new LastFlush(1, NOW), List.of(new FlushStep.Upsert(LEASE, List.of(rows))));
  }

  private static Row platform(long id, String name) {
    return Row.of(PLATFORM, Map.of("id", id, "name", name));
  }

  private static Row lease(String id, long platform) {
    return Row.of(LEASE, Map.of("id", id, "platform_id", platform));
  }

  private SqliteTiers open() {
    return SqliteTiers.open(directory, SCHEMA);
  }

  private RawFile state() {
    return file("state.db");
  }

  private RawFile cache() {
    return file("cache.db");
  }

  private RawFile file(String name) {
    return new RawFile(directory.resolve(name));
  }
}
