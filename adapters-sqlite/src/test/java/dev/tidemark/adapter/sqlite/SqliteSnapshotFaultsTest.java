package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.all;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes damaged, what a process left that died, disks that are full, and who is in the way.
 */
final class SqliteSnapshotFaultsTest {

  private static final SnapshotPlan PLAN = all(Sample.ORG);

  @TempDir Path directory;
  private Path shelfDirectory;
  private ReplicaOfSample replica;
  private SqliteSnapshotStore store;

  @BeforeEach
  void open() {
    shelfDirectory = directory.resolve("snapshots/public");
    replica = new ReplicaOfSample(directory);
    store = replica.store();
    replica.put(Sample.live(Sample.ORG, 1, 1));
    store.build(PLAN, stamp(1));
  }

  @AfterEach
  void close() {
    store.close();
    replica.close();
  }

  private void reopen() {
    store.close();
    store = replica.store();
  }

  private SnapshotShelf shelf() {
    return store.shelf("public");
  }

  private byte[] file(long sequence) throws IOException {
    return Files.readAllBytes(shelfDirectory.resolve(stamp(sequence).version() + ".db"));
  }

  private static SnapshotManifest manifest(
      SnapshotManifest like, long sequence, byte[] bytes, boolean provenance) {
    return new SnapshotManifest(
        "public",
        stamp(sequence).version(),
        stamp(sequence).built(),
        bytes.length,
        HexFormat.of().formatHex(Hashes.sha256().digest(bytes)),
        provenance ? like.provenance() : Optional.empty());
  }

  private Verdict send(SnapshotManifest manifest, byte[] bytes) {
    try (Incoming incoming = shelf().receive(SignedManifest.unsigned(manifest))) {
      incoming.write(ByteBuffer.wrap(bytes), 0);
      return incoming.install();
    }
  }

  private SnapshotManifest served() {
    return shelf().serving().orElseThrow().manifest();
  }

  private void assertUnchanged() {
    assertThat(served().version()).isEqualTo(stamp(1).version());
    assertThat(shelfDirectory.toFile().list())
        .containsExactlyInAnyOrder("1000-1.db", "1000-1.manifest", "current");
  }

  @Test
  void a_damaged_page_under_the_right_hash_is_rejected() throws IOException {
    byte[] bytes = file(1);
    for (int page = 1; page < bytes.length / 4_096; page++) {
      byte[] damaged = bytes.clone();
      Arrays.fill(damaged, page * 4_096, page * 4_096 + 8, (byte) 0x7f);

      assertThat(send(manifest(served(), 2, damaged, true), damaged).code())
          .as("page " + page)
          .isEqualTo(Verdict.Code.REJECTED_SCHEMA);
      assertThat(send(manifest(served(), 2, damaged, false), damaged).code())
          .as("page " + page)
          .isEqualTo(Verdict.Code.REJECTED_SCHEMA);
    }
    assertUnchanged();
  }

  /** SQLite does not notice, since the page makes sense. */
  @Test
  void another_content_than_was_announced_is_rejected() throws IOException, SQLException {
    Path changed = directory.resolve("changed.db");
    Files.write(changed, file(1));
    new RawFile(changed).execute("UPDATE org SET name = 'changed'");

    Verdict verdict =
        send(manifest(served(), 2, Files.readAllBytes(changed), true), Files.readAllBytes(changed));

    assertThat(verdict.code()).isEqualTo(Verdict.Code.REJECTED_SCHEMA);
    assertThat(verdict.text()).contains("content hash");
    assertUnchanged();
  }

  @Test
  void what_says_of_itself_that_it_is_another_one_is_rejected() throws IOException {
    byte[] bytes = file(1);

    Verdict verdict = send(manifest(served(), 2, bytes, true), bytes);

    assertThat(verdict.code()).isEqualTo(Verdict.Code.REJECTED_SCHEMA);
    assertUnchanged();
  }

  @Test
  void views_triggers_and_tables_that_are_not_said_are_rejected() throws Exception {
    for (String statement :
        List.of(
            "CREATE VIEW v AS SELECT 1",
            "CREATE TRIGGER t AFTER INSERT ON org BEGIN SELECT 1; END",
            "CREATE TABLE other (id INTEGER PRIMARY KEY)",
            "ALTER TABLE org ADD COLUMN more TEXT",
            "UPDATE _field SET signature = 'integer' WHERE field = 'name'",
            "DROP TABLE _reference",
            "PRAGMA application_id = 7",
            "PRAGMA user_version = 2")) {
      Path changed = directory.resolve("changed.db");
      Files.write(changed, file(1));
      new RawFile(changed).execute(statement);
      byte[] bytes = Files.readAllBytes(changed);

      assertThat(send(manifest(served(), 2, bytes, true), bytes).code())
          .as(statement)
          .isEqualTo(Verdict.Code.REJECTED_SCHEMA);
    }
    assertUnchanged();
  }

  /** As the older protocol brings it: no table of ours, and written with a log. */
  @Test
  void any_sound_database_is_taken_from_the_older_protocol() throws Exception {
    Path other = directory.resolve("other.db");
    new RawFile(other)
        .execute(
            "PRAGMA journal_mode = WAL",
            "CREATE TABLE org (id INTEGER PRIMARY KEY, name, notes, status, updated, _extra, _missing, _vanished)",
            "INSERT INTO org VALUES (7, 'seven', NULL, 'ok', '2026-01-01T00:00:00Z', NULL, NULL, NULL)");
    byte[] bytes = Files.readAllBytes(other);
    assertThat(bytes[18]).isEqualTo((byte) 2);
    SnapshotManifest manifest = manifest(served(), 2, bytes, false);

    assertThat(send(manifest, bytes)).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
    try (SnapshotReader reader = shelf().read()) {
      assertThat(reader.rows().extent(Sample.ORG).rows()).isEqualTo(1);
    }
    assertThat(shelfDirectory.toFile().list()).noneMatch(name -> name.contains(".db-"));
  }

  @Test
  void an_older_version_comes_too_late_even_if_it_began_before() throws IOException {
    byte[] bytes = file(1);
    SnapshotManifest older =
        new SnapshotManifest(
            "public",
            new SnapshotVersion(0, 9),
            ReplicaOfSample.BUILT,
            bytes.length,
            served().fileHash(),
            Optional.empty());

    assertThat(send(older, bytes).code()).isEqualTo(Verdict.Code.REJECTED_OLD);
    assertUnchanged();
    assertThatThrownBy(() -> store.build(all(Sample.ORG, Sample.WORD), stamp(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 1000-1");
  }

  @Test
  void what_a_process_left_that_died_is_swept_and_the_next_build_succeeds() throws IOException {
    byte[] bytes = file(1);
    String sidecar = Files.readString(shelfDirectory.resolve("1000-1.manifest"));
    store.close();
    Files.write(shelfDirectory.resolve("building-1.db"), bytes);
    Files.write(shelfDirectory.resolve("incoming-1.db"), bytes);
    Files.writeString(shelfDirectory.resolve("current.next"), "tidemark-sh");
    Files.writeString(
        shelfDirectory.resolve("1000-2.manifest"), sidecar.replace("1000-1", "1000-2"));
    Files.write(shelfDirectory.resolve("1000-2.db"), bytes);
    Files.write(shelfDirectory.resolve("1000-3.db"), bytes);
    store = replica.store();

    assertThat(shelf().generations()).hasSize(1);
    assertUnchanged();
    replica.put(Sample.live(Sample.ORG, 2, 1));
    assertThat(store.build(PLAN, stamp(2)).manifest().version()).isEqualTo(stamp(2).version());
  }

  @Test
  void where_the_newest_is_damaged_the_one_before_it_is_served() throws IOException {
    replica.put(Sample.live(Sample.ORG, 2, 1));
    store.build(PLAN, stamp(2));
    store.close();
    byte[] bytes = file(2);
    Files.write(shelfDirectory.resolve("1000-2.db"), Arrays.copyOf(bytes, bytes.length - 4_096));
    store = replica.store();

    assertThat(served().version()).isEqualTo(stamp(1).version());
    assertThat(shelf().highest()).contains(stamp(2).version());
    assertThat(shelf().generations()).hasSize(1);
    Built built = store.build(PLAN, stamp(3));
    assertThat(built.way()).isEqualTo(Built.Way.FORWARD);
  }

  @Test
  void where_nobody_says_what_is_served_it_is_the_newest() throws IOException {
    replica.put(Sample.live(Sample.ORG, 2, 1));
    store.build(PLAN, stamp(2));
    Files.writeString(shelfDirectory.resolve("current"), "");
    reopen();

    assertThat(served().version()).isEqualTo(stamp(2).version());
  }

  @Test
  void a_disk_without_room_is_said_before_anything_is_written() {
    store.close();
    SnapshotRoom room = new SnapshotRoom(any -> 7_000_000);
    store =
        SqliteSnapshotStore.open(
            SqliteSnapshotConfig.in(directory).ofReplica(),
            Clock.systemUTC(),
            room,
            new KnownGenerations());
    replica.put(Sample.live(Sample.ORG, 2, 1));

    assertThatThrownBy(() -> store.build(PLAN, stamp(2)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("expected 8 MB of free space on the disk, found 7 MB");
    assertThatThrownBy(() -> shelf().receive(SignedManifest.unsigned(served())))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("free space");
    assertUnchanged();
  }

  /** A rename that fails: a directory is in the place of the file. */
  @Test
  void where_it_cannot_be_installed_the_last_one_is_served() throws IOException {
    Path blocked = shelfDirectory.resolve("1000-2.db");
    Files.createDirectories(blocked.resolve("inside"));
    replica.put(Sample.live(Sample.ORG, 2, 1));

    assertThatThrownBy(() -> store.build(PLAN, stamp(2))).isInstanceOf(StorageException.class);

    Files.delete(blocked.resolve("inside"));
    Files.deleteIfExists(blocked);
    Files.deleteIfExists(shelfDirectory.resolve("1000-2.manifest"));
    assertUnchanged();
    assertThat(store.build(PLAN, stamp(3)).way()).isEqualTo(Built.Way.FORWARD);
  }

  @Test
  void one_process_writes_and_others_may_look() {
    assertThatThrownBy(() -> replica.store()).isInstanceOf(AlreadyRunningException.class);
    try (SqliteSnapshotStore looking =
        SqliteSnapshotStore.open(
            SqliteSnapshotConfig.in(directory).ofReplica().asReadOnly(), Clock.systemUTC())) {
      assertThat(looking.shelf("public").serving()).isEqualTo(shelf().serving());
      replica.put(Sample.live(Sample.ORG, 2, 1));
      store.build(PLAN, stamp(2));

      assertThat(looking.shelf("public").serving()).isEqualTo(shelf().serving());
      assertThat(looking.shelf("never").generations()).isEmpty();
      assertThatThrownBy(() -> looking.build(PLAN, stamp(3))).isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> looking.shelf("public").rollBack())
          .isInstanceOf(StorageException.class);
    }
    assertThat(directory.resolve("snapshots/never")).doesNotExist();
  }

  @Test
  void only_the_owner_can_read_what_is_written() throws IOException {
    for (String name : List.of("1000-1.db", "1000-1.manifest", "current")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(shelfDirectory.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  /** Whoever works with it is told, and does not wait for ever. */
  @Test
  void what_is_closed_builds_and_receives_no_more() throws IOException {
    replica.put(Sample.live(Sample.ORG, 2, 1));
    SnapshotShelf shelf = shelf();
    SignedManifest manifest = shelf.serving().orElseThrow();
    store.close();
    store.close();

    assertThatThrownBy(() -> store.build(PLAN, stamp(2))).isInstanceOf(StorageException.class);
    try (Incoming incoming = shelf.receive(manifest)) {
      incoming.write(ByteBuffer.wrap(file(1)), 0);
      assertThatThrownBy(incoming::install).isInstanceOf(TidemarkException.class);
    }
  }

  @Test
  void without_a_source_nothing_is_built() {
    try (SqliteSnapshotStore edge =
        SqliteSnapshotStore.open(
            SqliteSnapshotConfig.in(directory.resolve("edge")), Clock.systemUTC())) {
      assertThatThrownBy(() -> edge.build(PLAN, stamp(1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("snapshots are only received here");
      assertThatThrownBy(edge::mark).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void a_database_that_others_write_is_built_from_and_watched() throws Exception {
    RawFile database = new RawFile(directory.resolve("other.db"));
    database.execute(
        "PRAGMA encoding = 'UTF-16le'",
        "CREATE TABLE word (meaning, text PRIMARY KEY)",
        "INSERT INTO word VALUES ('water', 'tide'), ('less', 'ebb')");
    SqliteSnapshotConfig config =
        SqliteSnapshotConfig.in(directory.resolve("publisher")).of(database.path());
    try (SqliteSnapshotStore publisher = SqliteSnapshotStore.open(config, Clock.systemUTC())) {
      long before = publisher.mark();
      Built built = publisher.build(all(Sample.WORD), stamp(1));
      assertThat(built.way()).isEqualTo(Built.Way.FULL);
      assertThat(built.manifest().provenance().orElseThrow().position()).isEmpty();
      try (SnapshotReader reader = publisher.shelf("public").read()) {
        assertThat(reader.rows().find(Sample.WORD, RowKey.of("ebb")))
            .contains(Sample.word("ebb", "less"));
      }
      assertThat(publisher.mark()).isEqualTo(before);
      database.execute("DELETE FROM word WHERE text = 'ebb'");
      assertThat(publisher.mark()).isNotEqualTo(before);
      assertThat(publisher.build(all(Sample.WORD), stamp(2)).rows()).isEqualTo(1);

      EntityType more =
          EntityType.named("word").key("text").text("text", "meaning", "gone").build();
      assertThatThrownBy(() -> publisher.build(all(more, Sample.ORG), stamp(3)))
          .isInstanceOf(IncompatibleReplicaException.class)
          .hasMessageContaining("[gone] of word")
          .hasMessageContaining("table org");
    }
  }

  @Test
  void a_source_that_is_no_database_leaves_no_file() throws Exception {
    Path file = directory.resolve("damaged.db");
    Files.write(
        file,
        "no database at all, but long enough to be looked at"
            .repeat(90)
            .getBytes(StandardCharsets.US_ASCII));
    SqliteSnapshotConfig config = SqliteSnapshotConfig.in(directory.resolve("publisher")).of(file);
    try (SqliteSnapshotStore publisher = SqliteSnapshotStore.open(config, Clock.systemUTC())) {
      assertThatThrownBy(() -> publisher.build(PLAN, stamp(1)))
          .isInstanceOf(IncompatibleReplicaException.class);
      assertThat(directory.resolve("publisher/snapshots/public").toFile().list()).isEmpty();
    }
  }

  @Test
  void what_was_built_before_is_read_to_the_end_after_the_store_is_closed() {
    try (SnapshotReader reader = shelf().read()) {
      store.close();
      Row[] rows = reader.rows().find(Sample.ORG, List.of()).toArray(Row[]::new);
      assertThat(rows).isEmpty();
      assertThat(reader.rows().extent(Sample.ORG).rows()).isEqualTo(1);
    }
  }
}
