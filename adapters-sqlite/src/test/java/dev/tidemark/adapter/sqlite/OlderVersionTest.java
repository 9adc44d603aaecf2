package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica of format 1, when rows could not vanish, is opened and goes on. */
final class OlderVersionTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType THING =
      EntityType.named("thing")
          .key("id")
          .integer("id")
          .text("name", "status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .indexed("status")
          .build();
  private static final Schema SCHEMA = Schema.of("test", THING);

  @TempDir Path directory;

  @BeforeEach
  void makeReplicaOfFormatOne() throws SQLException {
    Path file = directory.resolve("replica.db");
    try (Connection connection = Connections.writer(file)) {
      Connections.execute(connection, "PRAGMA application_id = " + ReplicaFile.APPLICATION_ID);
    }
    Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, null, null)
        .locations("classpath:dev/tidemark/adapter/sqlite/replica")
        .table("_migration")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = Connections.writer(file)) {
      Connections.execute(
          connection,
          "CREATE TABLE \"thing\" (\"id\" INTEGER NOT NULL, \"name\" TEXT, \"status\" TEXT, \"updated\" TEXT, _extra TEXT, _missing TEXT, PRIMARY KEY (\"id\")) STRICT",
          "CREATE INDEX \"thing(updated)\" ON \"thing\" (\"updated\")",
          "CREATE INDEX \"thing(status)\" ON \"thing\" (\"status\")",
          "INSERT INTO _field VALUES ('thing', 'id', 'integer', 1, 0), ('thing', 'name', 'text', NULL, 0), ('thing', 'status', 'text', NULL, 0), ('thing', 'updated', 'instant(seconds)', NULL, 1)",
          "INSERT INTO thing VALUES (1, 'one', 'ok', '2026-04-16T08:00:00Z', '{\"x\":1}', NULL), (2, 'two', 'ok', '2026-04-16T08:00:00Z', NULL, NULL), (3, '', 'deleted', '2025-01-01T00:00:00Z', NULL, NULL)",
          "INSERT INTO _change (type, key, kind, cycle, at) VALUES ('thing', '1', 'INSERT', 1, '2026-04-16T08:30:00.000Z')",
          "INSERT INTO _sync_run (mode, status, started_at) VALUES ('FULL', 'RUNNING', '2026-04-16T08:30:00.000Z')",
          "INSERT INTO _cursor VALUES ('thing', '2026-04-16T08:00:00.000000000Z', 1)");
    }
  }

  @Test
  void open_readsWhatIsThere() {
    try (ReplicaDatabase database = open()) {
      assertThat(rows(database))
          .first()
          .isEqualTo(
              Row.builder(THING)
                  .set(0, 1L)
                  .set(1, "one")
                  .set(2, "ok")
                  .set(3, NOW.minus(Duration.ofMinutes(30)))
                  .extra("{\"x\":1}")
                  .build());
      assertThat(new SqliteReplicaStore(database, SCHEMA).counts().get(THING))
          .isEqualTo(new Counts(Map.of("ok", 2L, "deleted", 1L), 2, 0, 0, 0));
      SqliteCursorStore cursors = new SqliteCursorStore(database, SCHEMA);
      assertThat(cursors.cursors().get(THING))
          .isEqualTo(new Cursor(NOW.minus(Duration.ofMinutes(30)), true));
      assertThat(cursors.identity()).isEmpty();
      assertThat(new SqliteChangeFeed(database, SCHEMA).latest().value()).isEqualTo(1);
    }
  }

  @Test
  void open_runsFromBeforeThereWereTerms_areOfNone() {
    try (ReplicaDatabase database = open()) {
      SqliteSyncJournal journal = new SqliteSyncJournal(database);

      assertThat(journal.begin(Mode.FULL, NOW, OptionalLong.of(1)))
          .isGreaterThan(journal.last(2).get(1).cycle());
    }
  }

  @Test
  void open_thenApply_sweepsAndPurges() {
    Row one;
    try (ReplicaDatabase database = open()) {
      one = rows(database).get(0);
      SqliteReplicaStore store = new SqliteReplicaStore(database, SCHEMA);
      try (Staging staging = store.stage(Mode.FULL)) {
        staging.sink(THING, Source.LIST).row(one);
        List<RowKey> missed = staging.vanishing(THING, Optional.of(NOW), 9).keys();
        assertThat(missed).containsExactly(RowKey.of(2L));
        staging.vanished(THING, missed);

        assertThat(store.apply(staging, plan()).tallies().get(THING))
            .isEqualTo(new Tally(1, 0, 0, 0, 1, 0, 0, 0, 1, 1));
      }
    }
    try (ReplicaDatabase again = open()) {
      assertThat(rows(again)).hasSize(2).first().isEqualTo(one);
      assertThat(rows(again).get(1).vanishedAt()).contains(NOW);
      assertThat(new SqliteCursorStore(again, SCHEMA).identity()).contains("here");
    }
  }

  @Test
  void openReadOnly_beforeThisVersionWroteToIt_saysWhatToDo() {
    SqliteConfig readOnly = SqliteConfig.in(directory).asReadOnly();

    assertThatThrownBy(() -> TestOpening.open(readOnly, SCHEMA))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("it is of an older version; run \"tidemark sync\" first");

    open().close();
    try (ReplicaDatabase reader = TestOpening.open(readOnly, SCHEMA)) {
      assertThat(rows(reader)).hasSize(3);
    }
  }

  @Test
  void open_replacesTheIndexThatTheNewOneServes() throws SQLException {
    open().close();

    try (Connection connection = Connections.reader(directory.resolve("replica.db"))) {
      assertThat(
              Connections.numbers(
                  connection,
                  "SELECT name, 1 FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'thing'"))
          .containsOnlyKeys(
              "thing(updated)", "thing(_vanished)", "thing(status,_vanished,updated)");
    }
  }

  private static ApplyPlan plan() {
    return new ApplyPlan(
        2,
        NOW,
        NOW.plusSeconds(9),
        Set.of(THING),
        Map.of(THING, NOW),
        Set.of(THING),
        Optional.of(Duration.ofDays(90)),
        "here");
  }

  private ReplicaDatabase open() {
    return TestOpening.open(SqliteConfig.in(directory), SCHEMA);
  }

  private static List<Row> rows(ReplicaDatabase database) {
    List<Row> rows = new ArrayList<>();
    new SqliteReplicaReader(database).scan(THING, rows::add);
    return rows;
  }
}
