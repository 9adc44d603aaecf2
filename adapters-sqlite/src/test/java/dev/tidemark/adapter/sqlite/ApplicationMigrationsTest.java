package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Baseline;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Migrations;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StoredRow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's own migrations, over files that are older than their history. */
final class ApplicationMigrationsTest {

  private static final String FOLDER = "classpath:dev/tidemark/adapter/sqlite/";
  private static final String EMPTY_ACCOUNT = "empty_account_behavior";
  private static final String FIXED_HEADER = "fixed_account_header";
  private static final String ADD_EMPTY_ACCOUNT =
      "ALTER TABLE platforms ADD COLUMN empty_account_behavior TEXT NOT NULL DEFAULT 'RANDOM'";
  private static final String ADD_FIXED_HEADER =
      "ALTER TABLE platforms ADD COLUMN fixed_account_header TEXT NOT NULL DEFAULT ''";

  /** What the reference system decides by the shape of its oldest files. */
  private static final Migrations PLATFORMS =
      Migrations.in(
          FOLDER + "platforms",
          new Baseline("2", "platforms", List.of(EMPTY_ACCOUNT), List.of(FIXED_HEADER), List.of()),
          new Baseline(
              "3", "platforms", List.of(EMPTY_ACCOUNT, FIXED_HEADER), List.of(), List.of()),
          new Baseline(
              "3",
              "platforms",
              List.of(FIXED_HEADER),
              List.of(EMPTY_ACCOUNT),
              List.of(ADD_EMPTY_ACCOUNT)));

  private static final EntityType PLATFORM =
      EntityType.named("platforms")
          .key("id")
          .text("id", "name", "miss", EMPTY_ACCOUNT, FIXED_HEADER)
          .unique("name")
          .build();

  @TempDir Path directory;

  @Test
  void open_noFile_runsAllFromTheFirst() throws SQLException {
    open(PLATFORMS).close();

    assertThat(history()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void open_tableWithoutEither_runsAllFromTheFirst() throws SQLException {
    legacy();

    assertMigrated(List.of("0", "1", "2", "3", "4"));
  }

  @Test
  void open_tableWithTheFirst_countsAsTheSecondVersion() throws SQLException {
    legacy(ADD_EMPTY_ACCOUNT);

    assertMigrated(List.of("2", "3", "4"));
  }

  @Test
  void open_tableWithBoth_countsAsTheThirdVersion() throws SQLException {
    legacy(ADD_EMPTY_ACCOUNT, ADD_FIXED_HEADER);

    assertMigrated(List.of("3", "4"));
  }

  @Test
  void open_tableWithTheSecondAlone_getsTheFirstAndCountsAsTheThirdVersion() throws SQLException {
    legacy(ADD_FIXED_HEADER);

    assertMigrated(List.of("3", "4"));
  }

  @Test
  void open_recordedHistory_standsWhateverTheTableLooksLike() throws SQLException {
    legacy(ADD_EMPTY_ACCOUNT, ADD_FIXED_HEADER);
    open(PLATFORMS).close();
    state().execute("UPDATE platforms SET miss = 'RANDOM'");

    open(PLATFORMS).close();

    assertThat(history()).containsExactly("3", "4");
    assertThat(state().query("SELECT miss FROM platforms")).containsExactly("RANDOM");
  }

  @Test
  void open_historyWithoutARow_isDecidedByShape() throws SQLException {
    legacy(ADD_FIXED_HEADER);
    new FlywayRun(
            state().path(),
            Connections.stateSource(state().path(), true),
            "make a history",
            FOLDER + "platforms",
            ApplicationMigrations.HISTORY)
        .migrate("4");
    state().execute("DELETE FROM _application_migration");

    assertMigrated(List.of("3", "4"));
  }

  @Test
  void open_stepThatFails_leavesNothingOfItAndIsNamed() throws SQLException {
    assertThatThrownBy(() -> open(Migrations.in(FOLDER + "broken")))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "run the application's migrations, step V2__half.sql in %s: ", state().path())
        .hasMessageContaining("no such table: nowhere");

    assertThat(history()).containsExactly("1");
    assertThat(state().query("SELECT count(*) FROM platforms")).containsExactly("0");
  }

  @Test
  void open_statementBeforeThatFails_leavesNothingOfItAndIsNamed() throws SQLException {
    legacy(ADD_FIXED_HEADER);
    Baseline bad =
        new Baseline(
            "3",
            "platforms",
            List.of(),
            List.of(),
            List.of("UPDATE platforms SET miss = 'NEW'", "DROP TABLE nowhere"));

    assertThatThrownBy(() -> open(Migrations.in(FOLDER + "platforms", bad)))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "run the application's migrations, step before 3 in %s: ", state().path());

    assertThat(state().query("SELECT miss FROM platforms")).containsExactly("RANDOM");
    assertThat(state().query("SELECT name FROM sqlite_schema WHERE name LIKE '!_%' ESCAPE '!'"))
        .isEmpty();
  }

  @Test
  void open_noSuchLocation_isRefused() {
    assertThatThrownBy(() -> open(Migrations.in(FOLDER + "nowhere")))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageStartingWith(
            "run the application's migrations in %s: they do not fit the file (", state().path())
        .hasMessageContaining("nowhere");
  }

  private void legacy(String... more) throws SQLException {
    state()
        .execute(
            "CREATE TABLE platforms (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, miss TEXT NOT NULL DEFAULT 'TREAT_AS_EMPTY')",
            "INSERT INTO platforms (id, name, miss) VALUES ('1', 'old', 'RANDOM')")
        .execute(more);
  }

  private void assertMigrated(List<String> versions) throws SQLException {
    try (SqliteStrongStore store = open(PLATFORMS)) {
      Row row =
          Row.of(
              PLATFORM,
              Map.of(
                  "id",
                  "1",
                  "name",
                  "old",
                  "miss",
                  "TREAT_AS_EMPTY",
                  EMPTY_ACCOUNT,
                  "RANDOM",
                  FIXED_HEADER,
                  ""));
      StoredRow stored =
          new StoredRow(row, 1, SqliteTiers.CLOCK.instant(), SqliteTiers.CLOCK.instant());
      Optional<StoredRow> found = store.read("read", on -> on.find(PLATFORM, RowKey.of("1")));
      assertThat(found).contains(stored);
    }
    assertThat(history()).isEqualTo(versions);
  }

  private List<String> history() throws SQLException {
    return state().query("SELECT version FROM _application_migration ORDER BY installed_rank");
  }

  private RawFile state() {
    return new RawFile(directory.toAbsolutePath().resolve("state.db"));
  }

  private SqliteStrongStore open(Migrations migrations) {
    Schema strong = Schema.of("config", PLATFORM);
    EntityType any = EntityType.named("any").key("id").text("id").build();
    return SqliteStrongStore.open(
        SqliteStateConfig.in(directory).withStrongMigrations(migrations),
        StateSchema.of(strong, strong.below("cache", any)),
        SqliteTiers.CLOCK);
  }
}
