package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StoredRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the tables when the schema changes, and of tables that are older than it. */
final class StateEvolutionTest {

  @TempDir Path directory;

  private static EntityType.Builder platform() {
    return EntityType.named("platform").key("id").integer("id").text("name");
  }

  @Test
  void open_newTypeAndNullableField_growsAndKeepsWhatIsThere() throws Exception {
    insertInto(platform().build(), Map.of("id", 1L, "name", "a"));

    EntityType grown = platform().text("note").nullable("note").indexed("note").build();
    EntityType more = EntityType.named("more").key("id").text("id").build();
    try (SqliteTiers tiers = open(grown, more)) {
      assertThat(find(tiers, grown, 1L).map(row -> row.row().value("name"))).contains("a");
      Row next = Row.builder(grown).set(0, 2L).set(1, "b").set(2, "why").build();
      assertThat(tiers.insert(next)).isTrue();
    }
    assertThat(state().query("SELECT name FROM sqlite_schema WHERE name LIKE '%(note)'"))
        .containsExactly("platform(note)");
  }

  @Test
  void open_newFieldThatIsNeverNull_needsATableWithoutRows() throws Exception {
    open(platform().build()).close();
    EntityType grown = platform().text("region").build();
    insertInto(grown, Map.of("id", 1L, "name", "a", "region", "eu"));

    assertThatThrownBy(() -> open(platform().text("region", "zone").build()))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessage(
            "open %s with schema config: platform.zone is new and never null, but there are rows; let it be null, or add it by a migration; use the schema it was made with, or change the file by a migration of the application",
            state().path());
  }

  @Test
  void open_schemaThatIsAnother_namesEveryDifferenceAndChangesNothing() throws Exception {
    EntityType gone = EntityType.named("gone").key("id").text("id").build();
    EntityType keyed = EntityType.named("keyed").key("a", "b").text("a", "b").build();
    open(platform().bool("flag").text("old").build(), gone, keyed).close();
    byte[] before = Files.readAllBytes(state().path());

    assertThatThrownBy(
            () ->
                open(
                    EntityType.named("platform")
                        .key("id")
                        .integer("id", "name", "flag")
                        .nullable("name")
                        .build(),
                    EntityType.named("keyed").key("a").text("a", "b").build()))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("entity type gone is stored but not in the schema")
        .hasMessageContaining("platform.old is stored but not in the schema")
        .hasMessageContaining(
            "platform.name is a column of type TEXT, the schema's integer? needs INTEGER")
        .hasMessageContaining("platform.flag is stored as boolean, the schema says integer")
        .hasMessageContaining("the key of keyed is [a, b] in the file, the schema says [a]");
    assertThat(Files.readAllBytes(state().path())).isEqualTo(before);
  }

  @Test
  void open_fieldThatMayBeNullNow_isRefused() {
    open(platform().build()).close();

    assertThatThrownBy(() -> open(platform().nullable("name").build()))
        .hasMessageContaining("platform.name is never null in the file, but may be in the schema");
  }

  @Test
  void open_uniquenessComesAndGoes_withItsIndex() throws Exception {
    insertInto(platform().build(), Map.of("id", 1L, "name", "a"));
    open(platform().unique("name").build()).close();
    assertThat(indexes()).containsExactly("unique platform(name)");

    insertInto(platform().build(), Map.of("id", 2L, "name", "a"));
    assertThat(indexes()).isEmpty();
    assertThatThrownBy(() -> open(platform().unique("name").build()))
        .hasMessageContaining("rows of platform share [name], which is unique in the schema");
  }

  @Test
  void readOnly_olderSchema_isRefused() {
    open(platform().build()).close();
    SqliteStateConfig config = SqliteStateConfig.in(directory).asReadOnly();

    assertThatThrownBy(
            () ->
                SqliteTiers.open(
                    config,
                    schema(platform().text("note").nullable("note").build()),
                    Listener.NONE))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("its tables are of an older schema; open it for writing first");
  }

  @Test
  void open_tablesOlderThanTidemark_areTakenOver() throws Exception {
    state()
        .execute(
            "CREATE TABLE platform (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT '')",
            "CREATE TABLE schema_migrations (version INTEGER, dirty BOOLEAN)",
            "CREATE INDEX their_own ON platform (name)",
            "INSERT INTO platform VALUES (1, 'old')");
    EntityType type = platform().text("note").nullable("note").unique("name").build();

    for (int i = 0; i < 2; i++) {
      try (SqliteTiers tiers = open(type)) {
        assertThat(find(tiers, type, 1L))
            .contains(
                new StoredRow(
                    Row.builder(type).set(0, 1L).set(1, "old").set(2, null).build(),
                    1,
                    SqliteTiers.CLOCK.instant(),
                    SqliteTiers.CLOCK.instant()));
      }
    }
    assertThat(state().query("PRAGMA application_id")).containsExactly("1416193139");
    assertThat(indexes()).containsExactlyInAnyOrder("their_own", "unique platform(name)");
    assertThat(state().query("SELECT signature FROM _field WHERE type = 'platform'"))
        .containsExactlyInAnyOrder("integer", "text", "text?");
  }

  @Test
  void open_tablesOlderThanTidemarkThatDoNotFit_areRefusedAndUntouched() throws Exception {
    state()
        .execute(
            "CREATE TABLE platform (id TEXT PRIMARY KEY, name TEXT, age REAL)",
            "INSERT INTO platform VALUES ('1', NULL, 1.5)");
    byte[] before = Files.readAllBytes(state().path());

    assertThatThrownBy(() -> open(platform().text("region").unique("name").build()))
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("platform.id is a column of type TEXT, the schema's integer needs")
        .hasMessageContaining("platform.name is null in some rows, but never in the schema")
        .hasMessageContaining("platform.region is new and never null, but there are rows")
        .hasMessageContaining("platform.age is stored but not in the schema");
    assertThat(Files.readAllBytes(state().path())).isEqualTo(before);
  }

  @Test
  void open_weakTablesOlderThanTidemark_areTakenOver() throws Exception {
    RawFile cache = new RawFile(directory.resolve("cache.db"));
    cache.execute(
        "CREATE TABLE node (hash TEXT PRIMARY KEY, failures INTEGER NOT NULL DEFAULT 0)",
        "INSERT INTO node VALUES ('a', 7)");
    EntityType node = EntityType.named("node").key("hash").text("hash").integer("failures").build();
    Schema strong = Schema.of("config", platform().build());

    try (SqliteTiers tiers =
        SqliteTiers.open(directory, StateSchema.of(strong, strong.below("cache", node)))) {
      assertThat(tiers.rows(node))
          .containsExactly(Row.of(node, Map.of("hash", "a", "failures", 7L)));
    }
    assertThat(cache.query("SELECT name FROM pragma_table_info('node')"))
        .containsExactly("hash", "failures");
  }

  /** SQLite keeps any text in a column of numbers, unless the table is strict. */
  @Test
  void read_oldTableWithWhatIsNoValue_leavesThatFieldOut() throws Exception {
    state()
        .execute(
            "CREATE TABLE platform (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, open INTEGER, share REAL, since TEXT)",
            "INSERT INTO platform VALUES (1, 'old', 'x', 2, 'y', 'yesterday')",
            "INSERT INTO platform VALUES (2, 'new', 7, 1, 1, '2026-01-01T00:00:00Z')");
    EntityType type =
        platform()
            .integer("age")
            .bool("open")
            .real("share")
            .instant("since", Precision.SECONDS)
            .nullable("age", "open", "share", "since")
            .build();

    try (SqliteTiers tiers = open(type)) {
      assertThat(find(tiers, type, 1L))
          .hasValueSatisfying(
              found -> {
                assertThat(found.row().missing()).containsExactly("age", "open", "share", "since");
                assertThat(found.row().value("name")).isEqualTo("old");
              });
      assertThat(find(tiers, type, 2L))
          .hasValueSatisfying(found -> assertThat(found.row().missing()).isEmpty());
    }
  }

  private void insertInto(EntityType type, Map<String, Object> values) {
    try (SqliteTiers tiers = open(type)) {
      tiers.insert(Row.of(type, values));
    }
  }

  private static Optional<StoredRow> find(SqliteTiers tiers, EntityType type, long id) {
    return tiers.stored(type, id);
  }

  private List<String> indexes() throws Exception {
    return state()
        .query("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'platform'");
  }

  private SqliteTiers open(EntityType... strong) {
    return SqliteTiers.open(directory, schema(strong));
  }

  private static StateSchema schema(EntityType... types) {
    Schema strong = Schema.of("config", types);
    return StateSchema.of(
        strong, strong.below("cache", EntityType.named("anything").key("id").text("id").build()));
  }

  private RawFile state() {
    return new RawFile(directory.toAbsolutePath().resolve("state.db"));
  }
}
