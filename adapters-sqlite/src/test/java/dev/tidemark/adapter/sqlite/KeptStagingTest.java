package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.Progress.Step;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the file of a full cycle when things end badly. */
final class KeptStagingTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType THING = thing(Precision.SECONDS);
  private static final EntityType NOTE =
      EntityType.named("note").key("id").integer("id").text("text").build();
  private static final Schema SCHEMA = Schema.of("test", THING, NOTE);

  @TempDir Path directory;

  /** Stages things, notes its progress, and then notes for ever. */
  static final class Busy {

    private Busy() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out));
      try (ReplicaDatabase database = open(Path.of(arguments[0]), SCHEMA);
          Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
        things(staging, 1, 3_000);
        staging.progress(THING, listed(3_000));
        RowSink notes = staging.sink(NOTE, Source.LIST);
        for (long id = 1; true; id++) {
          notes.row(note(id, "on and on"));
          if (id == 5_000) {
            out.println("busy");
            out.flush();
          }
        }
      }
    }
  }

  @Test
  void stageFull_processKilled_takesUpWhatHasProgress() throws Exception {
    try (OtherProcess busy = OtherProcess.start(Busy.class, directory)) {
      busy.awaitLine("busy");
      busy.kill();
    }
    assertThat(directory.resolve("staging.db-wal")).exists();

    try (ReplicaDatabase database = open(directory, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      assertThat(staging.progress(THING)).contains(listed(3_000));
      assertThat(staging.progress(NOTE)).isEmpty();
      assertThat(rows(staging, THING)).isEqualTo(3_000);
      assertThat(rows(staging, NOTE)).isZero();
      assertThat(number(staging, "SELECT count(*) FROM main.thing WHERE _source <> 0")).isZero();
    }
  }

  /** A copy of the files at any moment is what a failure of power may leave. */
  @Test
  void stageFull_filesAsTheyWereInBetween_hasRowsAndProgressTogether() throws Exception {
    try (ReplicaDatabase database = open(directory, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      for (int step = 1; step <= 6; step++) {
        things(staging, 1_300L * (step - 1) + 1, 1_300);
        assertTakenUp(copy("rows-" + step), 1_300L * (step - 1));
        staging.progress(THING, listed(1_300L * step));
        assertTakenUp(copy("noted-" + step), 1_300L * step);
      }
      staging.discard(THING);
      things(staging, 1, 700);
      assertTakenUp(copy("discarded"), 0);
    }
  }

  private static void assertTakenUp(Path copy, long noted) throws SQLException {
    try (ReplicaDatabase database = open(copy, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      assertThat(staging.progress(THING).map(Progress::listed).orElse(0L))
          .as(copy.getFileName().toString())
          .isEqualTo(noted);
      assertThat(rows(staging, THING)).as("rows").isGreaterThanOrEqualTo(noted);
      assertThat(number(staging, "SELECT count(*) FROM main.thing WHERE id <= " + noted))
          .isEqualTo(noted);
    }
  }

  @Test
  void close_notApplied_leavesOneFileThatTheOpeningDoesNotSweep() throws Exception {
    leave(SCHEMA);
    assertThat(staged()).containsExactly("staging.db");

    open(directory, SCHEMA).close();

    assertThat(staged()).containsExactly("staging.db");
    assertThat(noted(SCHEMA)).isEqualTo(10);
  }

  @Test
  void close_applied_leavesNoFile() throws Exception {
    leave(SCHEMA);
    try (SqliteTestReplica replica = SqliteTestReplica.open(directory, SCHEMA);
        Staging staging = replica.store().stage(Mode.FULL)) {
      assertThat(replica.store().apply(staging, plan()).tallies().get(THING).changes())
          .isEqualTo(10);
    }

    assertThat(staged()).isEmpty();
  }

  @Test
  void close_withoutProgress_leavesNoFile() throws Exception {
    try (ReplicaDatabase database = open(directory, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      things(staging, 1, 10);
    }

    assertThat(staged()).isEmpty();
  }

  /** The columns are the same: instants are text. */
  @Test
  void stageFull_madeForAnotherPrecision_startsAnew() {
    leave(SCHEMA);
    Schema finer = Schema.of("test", thing(Precision.MILLIS), NOTE);

    Path other = directory.resolve("other");
    moveStagingTo(other);

    assertThat(noted(other, finer)).isZero();
  }

  @Test
  void stageFull_schemaGainedAField_startsAnew() {
    leave(SCHEMA);
    EntityType wider =
        EntityType.named("note").key("id").integer("id").text("text", "more").build();

    assertThat(noted(Schema.of("test", THING, wider))).isZero();
  }

  @Test
  void stageFull_damagedPages_startsAnew() throws Exception {
    leave(SCHEMA);
    try (FileChannel file = FileChannel.open(staging(), StandardOpenOption.WRITE)) {
      for (long page = 1; page * 4_096 < file.size(); page++) {
        file.write(ByteBuffer.wrap(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}), page * 4_096);
      }
    }

    assertStartsAnew();
  }

  /** Where no row is, so that only new ones would find out. */
  @Test
  void stageFull_damagedFreePages_startsAnew() throws Exception {
    try (ReplicaDatabase database = open(directory, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      RowSink notes = staging.sink(NOTE, Source.LIST);
      for (long id = 1; id <= 3_000; id++) {
        notes.row(note(id, "to be freed " + id));
      }
      staging.discard(NOTE);
      things(staging, 1, 10);
      staging.progress(THING, listed(10));
    }
    try (FileChannel file =
        FileChannel.open(staging(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer firstFree = ByteBuffer.allocate(4);
      file.read(firstFree, 32);
      assertThat(firstFree.getInt(0)).isPositive();
      file.write(ByteBuffer.wrap(new byte[16]).putInt(4, 77), 4_096L * (firstFree.getInt(0) - 1));
    }

    assertStartsAnew();
  }

  @Test
  void stageFull_cutShort_startsAnew() throws Exception {
    leave(SCHEMA);
    try (FileChannel file = FileChannel.open(staging(), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }

    assertStartsAnew();
  }

  @Test
  void stageFull_noDatabase_startsAnew() throws Exception {
    open(directory, SCHEMA).close();
    Files.writeString(staging(), "Dear diary, ".repeat(1_000));

    assertStartsAnew();
  }

  @Test
  void stageFull_emptyFile_startsAnew() throws Exception {
    open(directory, SCHEMA).close();
    Files.createFile(staging());

    assertStartsAnew();
  }

  @Test
  void stageFull_databaseOfAnotherProgram_startsAnew() throws Exception {
    open(directory, SCHEMA).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + staging())) {
      Connections.execute(connection, "CREATE TABLE customers (id INTEGER)");
    }

    assertStartsAnew();
  }

  /** Killed before the tables were made, which is one transaction. */
  @Test
  void stageFull_signedAlone_startsAnew() throws Exception {
    open(directory, SCHEMA).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + staging())) {
      Connections.execute(connection, "PRAGMA application_id = " + 0x54696473);
    }

    assertStartsAnew();
  }

  @Test
  void stageFull_somethingInItsPlaceThatCannotGo_saysSoAndCanBeTriedAgain() throws Exception {
    try (ReplicaDatabase database = open(directory, SCHEMA)) {
      SqliteReplicaStore store = new SqliteReplicaStore(database, SCHEMA);
      Path inTheWay = Files.createDirectories(staging().resolve("folder"));
      assertThatThrownBy(() -> store.stage(Mode.FULL))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("stage rows in " + staging());

      Files.delete(inTheWay);
      store.stage(Mode.FULL).close();
    }
  }

  /** What is thrown away would have to be fetched again; a lack of space is no reason for it. */
  @Test
  void progress_diskFull_keepsWhatWasNoted() {
    leave(SCHEMA);
    try (ReplicaDatabase database = open(directory, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      SqliteStaging own = (SqliteStaging) staging;
      number(staging, "PRAGMA main.max_page_count = 12");
      assertThatThrownBy(() -> things(own, 11, 5_000))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("stage rows of thing in " + staging())
          .hasMessageContaining("the disk is full");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }

    assertThat(noted(SCHEMA)).isEqualTo(10);
  }

  @Test
  void sink_manyRows_logStaysSmall() throws Exception {
    String text = "x".repeat(1_000);
    try (ReplicaDatabase database = open(directory, SCHEMA);
        Staging staging = new SqliteReplicaStore(database, SCHEMA).stage(Mode.FULL)) {
      RowSink notes = staging.sink(NOTE, Source.LIST);
      long most = 0;
      for (long id = 1; id <= 60_000; id++) {
        notes.row(note(id, text));
        if (id % 5_000 == 0) {
          most = Math.max(most, Files.size(directory.resolve("staging.db-wal")));
        }
      }

      assertThat(Files.size(staging())).isGreaterThan(40_000_000);
      assertThat(most).isLessThan(25_000_000);
    }
  }

  private void assertStartsAnew() {
    assertThat(noted(SCHEMA)).isZero();
    leave(SCHEMA);
    assertThat(noted(SCHEMA)).isEqualTo(10);
  }

  private void leave(Schema schema) {
    try (ReplicaDatabase database = open(directory, schema);
        Staging staging = new SqliteReplicaStore(database, schema).stage(Mode.FULL)) {
      things(staging, 1, 10);
      staging.progress(schema.type("thing"), listed(10));
    }
  }

  private long noted(Schema schema) {
    return noted(directory, schema);
  }

  private static long noted(Path place, Schema schema) {
    try (ReplicaDatabase database = open(place, schema);
        Staging staging = new SqliteReplicaStore(database, schema).stage(Mode.FULL)) {
      return staging.progress(schema.type("thing")).map(Progress::listed).orElse(0L);
    }
  }

  private void moveStagingTo(Path other) {
    try {
      Files.createDirectories(other);
      Files.move(staging(), other.resolve("staging.db"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectories(directory.resolve("copies").resolve(name));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.db*")) {
      for (Path file : files) {
        if (!file.toString().endsWith("-shm")) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    return copy;
  }

  private Path staging() {
    return directory.resolve("staging.db");
  }

  private List<String> staged() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("staging"))
          .toList();
    }
  }

  private static ReplicaDatabase open(Path directory, Schema schema) {
    return TestOpening.open(SqliteConfig.in(directory), schema);
  }

  private static ApplyPlan plan() {
    return new ApplyPlan(
        1, NOW, NOW, Set.copyOf(SCHEMA.types()), Map.of(), Set.of(), Optional.empty(), "test");
  }

  private static EntityType thing(Precision precision) {
    return EntityType.named("thing")
        .key("id")
        .integer("id")
        .text("name")
        .instant("updated", precision)
        .version("updated")
        .build();
  }

  private static void things(Staging staging, long from, long count) {
    RowSink sink = staging.sink(THING, Source.LIVE);
    for (long id = from; id < from + count; id++) {
      sink.row(Row.builder(THING).set(0, id).set(1, "thing " + id).set(2, NOW).build());
    }
  }

  private static Row note(long id, String text) {
    return Row.builder(NOTE).set(0, id).set(1, text).build();
  }

  private static Progress listed(long rows) {
    return new Progress(Step.LIST, NOW, "test", rows, Optional.of(NOW), Optional.of(NOW), false);
  }

  private static long rows(Staging staging, EntityType type) throws SQLException {
    return number(staging, "SELECT count(*) FROM main." + type.name());
  }

  private static long number(Staging staging, String query) throws SQLException {
    return Connections.number(((SqliteStaging) staging).file().connection(), query);
  }
}
