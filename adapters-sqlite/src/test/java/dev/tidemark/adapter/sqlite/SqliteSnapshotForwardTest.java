package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.is;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.plan;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.some;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file is brought forward, when it is not, and what does not change anything. */
final class SqliteSnapshotForwardTest {

  static final EntityType PORT =
      EntityType.named("port")
          .key("ix_id", "label")
          .integer("ix_id")
          .text("label")
          .instant("updated", Precision.MILLIS)
          .version("updated")
          .build();

  /** A number, several fields and a text as keys; with and without all columns and rows. */
  static final SnapshotPlan PLAN =
      plan(
          "b",
          some(Sample.ORG, Sample.ORG, is("status", "ok")),
          new SnapshotPlan.Table(Sample.PORT, PORT, Optional.empty()),
          new SnapshotPlan.Table(Sample.WORD, Sample.WORD, Optional.empty()));

  @TempDir Path directory;
  private ReplicaOfSample replica;
  private SqliteSnapshotStore store;
  private long sequence;

  @BeforeEach
  void open() {
    replica = new ReplicaOfSample(directory.resolve("data"));
    store = replica.store();
    replica.put(
        Sample.live(Sample.ORG, 1, 1),
        Sample.port(4, "eth0", "uplink", 1),
        Sample.word("tide", "water"));
  }

  @AfterEach
  void close() {
    store.close();
    replica.close();
  }

  private Built build() {
    return store.build(PLAN, stamp(++sequence));
  }

  private static String contentHash(SnapshotManifest manifest) {
    return manifest.provenance().orElseThrow().contentHash();
  }

  /** From the start, elsewhere. */
  private String fullHash() {
    Path elsewhere = directory.resolve("elsewhere" + sequence);
    try (SqliteSnapshotStore other =
        SqliteSnapshotStore.open(
            new SqliteSnapshotConfig(
                elsewhere,
                SqliteSnapshotConfig.Access.EXCLUSIVE,
                Optional.of(
                    new SqliteSnapshotConfig.Source.OfReplica(
                        replica.directory().resolve(ReplicaOpening.FILE))),
                1),
            Clock.systemUTC())) {
      return contentHash(other.build(PLAN, stamp(1)).manifest());
    }
  }

  @Test
  void what_was_inserted_changed_and_removed_gives_the_content_of_a_build_from_the_start()
      throws SQLException {
    build();
    replica.put(
        Sample.live(Sample.ORG, 1, 2, "status", "hidden"),
        Sample.live(Sample.ORG, 2, 2),
        Sample.port(4, "eth0", "changed in no column that is kept", 1),
        Sample.port(4, "with \"quotes\"", "new", 2),
        Sample.word("it's", "a text"));
    Built second = build();
    assertThat(second.way()).isEqualTo(Built.Way.FORWARD);
    assertThat(contentHash(second.manifest())).isEqualTo(fullHash());

    replica
        .file()
        .execute(
            "DELETE FROM word WHERE text = 'tide'",
            "INSERT INTO _change (type, key, kind, cycle, at) VALUES ('word', 'tide', 'PURGE', 3, '2027-01-01T00:00:00.000Z')");
    Built third = build();
    assertThat(third.way()).isEqualTo(Built.Way.FORWARD);
    assertThat(contentHash(third.manifest())).isEqualTo(fullHash());
  }

  @Test
  void changes_of_other_types_copy_nothing() {
    build();
    replica.put(Sample.live(Sample.ORG, 1, 1), Sample.of(Sample.EVERY, "id", 7L));
    assertThat(build().way()).isEqualTo(Built.Way.UNCHANGED);
    assertThat(build().way()).isEqualTo(Built.Way.UNCHANGED);

    replica.put(Sample.word("tide", "water that moves"));
    Built built = build();
    assertThat(built.way()).isEqualTo(Built.Way.FORWARD);
    assertThat(contentHash(built.manifest())).isEqualTo(fullHash());
  }

  @Test
  void a_change_that_comes_to_nothing_is_none() {
    build();
    replica.put(Sample.port(4, "eth0", "another name, which is not kept", 1));

    assertThat(build().way()).isEqualTo(Built.Way.UNCHANGED);
  }

  @Test
  void a_feed_that_is_forgotten_up_to_here_leads_to_a_build_from_the_start() throws SQLException {
    build();
    replica.put(Sample.word("ebb", "water that goes"));
    replica.put(Sample.word("flow", "water that comes"));
    replica.file().execute("DELETE FROM _change WHERE key <> 'flow'");

    assertThat(build().way()).isEqualTo(Built.Way.FULL);
  }

  @Test
  void a_feed_of_which_some_changes_are_superseded_is_followed() throws SQLException {
    build();
    replica.put(Sample.word("tide", "water that moves"));
    replica.file().execute("DELETE FROM _change WHERE key = 'tide' AND cycle = 1");

    assertThat(build().way()).isEqualTo(Built.Way.FORWARD);
  }

  /** A replica that was put back has other changes at the same positions. */
  @Test
  void another_history_is_not_taken_for_this_one() throws IOException, SQLException {
    replica.file().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    Path file = replica.directory().resolve(ReplicaOpening.FILE);
    Path copy = directory.resolve("copy.db");
    Files.copy(file, copy);
    replica.put(Sample.word("lost", "in the end"));
    assertThat(build().way()).isEqualTo(Built.Way.FULL);

    store.close();
    replica.close();
    Files.delete(file);
    Files.copy(copy, file);
    replica = new ReplicaOfSample(directory.resolve("data"));
    store = replica.store();
    replica.put(Sample.word("other", "history"));
    replica.put(Sample.word("another", "one"));
    Built built = build();

    assertThat(built.way()).isEqualTo(Built.Way.FULL);
    assertThat(contentHash(built.manifest())).isEqualTo(fullHash());
  }

  /** A schema that has lost a field leaves its name in what was noted as not sent. */
  @Test
  void names_of_fields_that_the_schema_does_not_have_are_not_copied() throws SQLException {
    replica
        .file()
        .execute(
            "UPDATE org SET _missing = '[\"secret\",\"notes\"]'",
            "UPDATE word SET _missing = '[\"secret\"]'");
    Built full = build();
    assertThat(missing("org", full)).isEqualTo("[\"notes\"]");
    assertThat(missing("word", full)).isEqualTo("null");

    replica.put(Sample.word("ebb", "water that goes"));
    replica.file().execute("UPDATE word SET _missing = '[\"secret\"]'");
    Built forward = build();
    assertThat(forward.way()).isEqualTo(Built.Way.FORWARD);
    assertThat(missing("word", forward)).isEqualTo("null");
    assertThat(contentHash(forward.manifest())).isEqualTo(fullHash());
  }

  private String missing(String table, Built built) throws SQLException {
    Path file = directory.resolve("data/snapshots/public/" + built.manifest().version() + ".db");
    try (Connection connection = Connections.fixed(file)) {
      return Connections.text(
          connection, "SELECT group_concat(DISTINCT coalesce(_missing, 'null')) FROM " + table);
    }
  }

  /** A replica that was made anew has a feed that goes past the place, and other rows. */
  @Test
  void another_replica_is_not_taken_for_one_whose_feed_is_forgotten()
      throws IOException, SQLException {
    replica.file().execute("DELETE FROM _change");
    build();

    store.close();
    replica.close();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(replica.directory().resolve(ReplicaOpening.FILE + suffix));
    }
    replica = new ReplicaOfSample(directory.resolve("data"));
    store = replica.store();
    for (int i = 0; i < 5; i++) {
      replica.put(Sample.word("word " + i, "of another replica"));
    }
    Built built = build();

    assertThat(built.way()).isEqualTo(Built.Way.FULL);
    assertThat(contentHash(built.manifest())).isEqualTo(fullHash());
  }

  @Test
  void a_feed_that_is_forgotten_is_gone_on_with_where_the_journal_knows_the_place()
      throws SQLException {
    replica
        .file()
        .execute(
            "DELETE FROM _change",
            "INSERT INTO _sync_run (mode, status, started_at, position) SELECT 'FULL', 'SUCCEEDED', '2027-01-01T00:00:00.000Z', seq FROM sqlite_sequence WHERE name = '_change'");
    build();
    assertThat(build().way()).isEqualTo(Built.Way.UNCHANGED);
    replica.put(Sample.word("tide", "water that moves"));
    Built second = build();

    assertThat(second.way()).isEqualTo(Built.Way.FORWARD);
    assertThat(contentHash(second.manifest())).isEqualTo(fullHash());
  }

  @Test
  void when_much_has_changed_all_is_copied() {
    build();
    List<Row> many = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      many.add(Sample.word("word " + i, "meaning"));
    }
    replica.put(many.toArray(Row[]::new));

    assertThat(build().way()).isEqualTo(Built.Way.FULL);
  }
}
