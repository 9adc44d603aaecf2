package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A weak file that is lost or damaged is made anew, and what was there is kept. */
final class WeakFileTroubleTest {

  private static final int PAGE = 4_096;
  private static final String ASIDE = "cache.db.damaged-20260416T083000Z";
  private static final EntityType NODE =
      EntityType.named("node").key("id").integer("id").text("text").build();
  private static final StateSchema SCHEMA = schema();

  private final List<Event> events = new ArrayList<>();
  @TempDir Path directory;

  private static StateSchema schema() {
    EntityType any = EntityType.named("anything").key("id").text("id").build();
    Schema strong = Schema.of("config", any);
    return StateSchema.of(strong, strong.below("cache", NODE));
  }

  @Test
  void open_noDatabase_isKeptAsideAndMadeAnew() throws Exception {
    Files.writeString(cache(), "this is a letter, and long enough to be one".repeat(40));
    Files.writeString(directory.resolve("cache.db-wal"), "its log");

    try (SqliteTiers tiers = open()) {
      assertThat(tiers.rows(NODE)).isEmpty();
      assertThat(flush(tiers, 1, node(1))).isEqualTo(new Flushed(false));
    }

    assertThat(Files.readString(directory.resolve(ASIDE))).startsWith("this is a letter");
    assertThat(directory.resolve(ASIDE + "-wal")).hasContent("its log");
    assertThat(told())
        .startsWith(cache() + ": it was damaged (")
        .endsWith("); what was there is kept as " + ASIDE + ", and a new one was made");
  }

  @Test
  void open_damagedTwice_keepsBothAside() throws Exception {
    for (int i = 0; i < 2; i++) {
      Files.deleteIfExists(cache());
      Files.writeString(cache(), "this is a letter, and long enough to be one".repeat(40));
      open().close();
    }

    assertThat(directory.resolve(ASIDE)).exists();
    assertThat(directory.resolve(ASIDE + "-2")).exists();
    assertThat(events).hasSize(2);
  }

  @Test
  void open_damagedPages_isKeptAsideAndMadeAnew() throws Exception {
    fill();
    damage();

    try (SqliteTiers tiers = open()) {
      assertThat(tiers.rows(NODE)).isEmpty();
    }

    assertThat(directory.resolve(ASIDE)).exists();
    assertThat(told()).contains("it was damaged (");
  }

  @Test
  void flush_damagedUnderTheProcess_isWrittenIntoANewFile() throws Exception {
    fill();
    try (SqliteTiers tiers = open()) {
      damage();

      assertThat(flush(tiers, 7, node(1))).isEqualTo(new Flushed(true));
      assertThat(tiers.rows(NODE)).containsExactly(node(1));
      assertThat(tiers.weak().lastFlush().number()).isEqualTo(7);
      assertThat(flush(tiers, 8, node(2))).isEqualTo(new Flushed(false));
      assertThat(told()).contains("it was damaged (");
    }
    assertThat(directory.resolve(ASIDE)).exists();
  }

  /** The next flush might not come by the damage itself. */
  @Test
  void flush_behindAReadThatFoundDamage_looksThroughTheFile() throws Exception {
    fill();
    try (SqliteTiers tiers = open()) {
      damage();
      assertThatThrownBy(() -> tiers.rows(NODE))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "read rows of node in %s: the file is damaged or no SQLite database; the next flush makes it anew",
              cache());

      assertThat(tiers.weak().flush(new LastFlush(2, SqliteTiers.CLOCK.instant()), List.of()))
          .isEqualTo(new Flushed(true));
      assertThat(tiers.rows(NODE)).isEmpty();
    }
  }

  @Test
  void flush_deletedUnderTheProcess_isWrittenIntoANewFile() throws Exception {
    try (SqliteTiers tiers = open()) {
      flush(tiers, 1, node(1));
      new DatabaseFile(cache()).remove();
      assertThat(tiers.rows(NODE)).isEmpty();

      assertThat(flush(tiers, 2, node(2))).isEqualTo(new Flushed(true));

      assertThat(tiers.rows(NODE)).containsExactly(node(2));
      assertThat(told()).isEqualTo(cache() + ": it was gone, and a new one was made");
    }
  }

  @Test
  void flush_replacedUnderTheProcess_keepsTheStrangerAside() throws Exception {
    fill();
    Path copy = Files.copy(cache(), directory.resolve("copy"));
    try (SqliteTiers tiers = open()) {
      flush(tiers, 2, node(-1));
      new DatabaseFile(cache()).remove();
      Files.move(copy, cache());

      assertThat(flush(tiers, 3, node(-2))).isEqualTo(new Flushed(true));

      assertThat(tiers.rows(NODE)).containsExactly(node(-2));
      assertThat(told()).contains("it was replaced by a file that this process does not know");
    }
    assertThat(directory.resolve("cache.db.replaced-20260416T083000Z")).exists();
  }

  @Test
  void flush_replacedByAnotherWhoShares_goesOnInItsFile() throws Exception {
    SqliteStateConfig sharing = SqliteStateConfig.in(directory).sharing();
    try (SqliteTiers one = SqliteTiers.open(sharing, SCHEMA, events::add);
        SqliteTiers other = SqliteTiers.open(sharing, SCHEMA, event -> {})) {
      flush(one, 1, node(1));
      new DatabaseFile(cache()).remove();
      assertThat(flush(other, 2, node(2))).isEqualTo(new Flushed(true));

      assertThat(flush(one, 3, node(1))).isEqualTo(new Flushed(true));

      assertThat(one.rows(NODE)).containsExactly(node(1), node(2));
      assertThat(told()).contains("another process replaced it");
    }
  }

  /** Nobody has heard yet that what was there is lost. */
  @Test
  void flush_behindARepairThatMadeTheFileAnew_saysSo() throws Exception {
    try (SqliteTiers tiers = open()) {
      flush(tiers, 1, node(1));
      new DatabaseFile(cache()).remove();
      tiers.weak().repair(SCHEMA.repairRules(), removed -> true);

      assertThat(flush(tiers, 2, node(2))).isEqualTo(new Flushed(true));
      assertThat(events).hasSize(1);
    }
  }

  @Test
  void flush_replacedByANewerVersions_isRefused() throws Exception {
    try (SqliteTiers tiers = open()) {
      new DatabaseFile(cache()).remove();
      new RawFile(cache()).execute("PRAGMA application_id = 1416193143", "PRAGMA user_version = 9");

      assertThatThrownBy(() -> flush(tiers, 2, node(2)))
          .isInstanceOf(IncompatibleReplicaException.class)
          .hasMessageContaining("newer version");
      assertThat(events).isEmpty();
    }
  }

  @Test
  void flush_diskFull_changesNothingAndCanGoOn() throws Exception {
    fill();
    StateFile file = StateFile.weak(SqliteStateConfig.in(directory), SCHEMA, SqliteTiers.CLOCK);
    try (StateDatabase database = new StateDatabase(file)) {
      database.use(OpenFile.at(file.path()));
      FlushStep large = upsert(LongStream.range(5_000, 9_000).mapToObj(this::node).toList());
      LastFlush last = new LastFlush(2, SqliteTiers.CLOCK.instant());
      assertThatThrownBy(
              () ->
                  database.withWriter(
                      "flush",
                      connection -> {
                        Connections.execute(connection, "PRAGMA max_page_count = 1");
                        return ReplicaDatabase.commit(
                            connection,
                            ReplicaDatabase.TO_WRITE,
                            same -> FlushSql.run(same, last, List.of(large)));
                      }))
          .satisfies(
              failure ->
                  assertThat(file.translate("flush", (SQLException) failure))
                      .hasMessageContaining("the disk is full; free some space"));
      assertThat(database.read("read", FlushSql::last).number()).isEqualTo(1);
      database.write("flush", same -> FlushSql.run(same, last, List.of(large)));
      assertThat(database.read("read", FlushSql::last).number()).isEqualTo(2);
    }
  }

  @Test
  void repair_withoutAStrongFile_removesNothing() throws Exception {
    try (SqliteTiers tiers = open()) {
      flush(tiers, 1, node(1));
      new DatabaseFile(directory.resolve("state.db")).remove();

      assertThatThrownBy(() -> tiers.weak().repair(SCHEMA.repairRules(), removed -> true))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "repair the weak state in %s: there is no strong state in %s; nothing was removed; put it back first",
              cache(), directory.resolve("state.db"));
      assertThat(directory.resolve("state.db")).doesNotExist();
      assertThat(tiers.weak().find(NODE, RowKey.of(1L))).contains(node(1));
    }
  }

  private void fill() {
    try (SqliteTiers tiers = open()) {
      tiers
          .weak()
          .flush(
              new LastFlush(1, SqliteTiers.CLOCK.instant()),
              List.of(upsert(LongStream.range(0, 5_000).mapToObj(this::node).toList())));
    }
  }

  /** All pages but the first, which says what the file is and what is in it. */
  private void damage() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(cache().toFile(), "rw")) {
      byte[] garbage = new byte[PAGE];
      Arrays.fill(garbage, (byte) 0x5a);
      for (long at = PAGE; at < file.length(); at += PAGE) {
        file.seek(at);
        file.write(garbage);
      }
    }
  }

  private String told() {
    assertThat(events).hasSize(1);
    return ((StateEvent.StoreMadeAnew) events.get(0)).what();
  }

  private static FlushStep upsert(List<Row> rows) {
    return new FlushStep.Upsert(NODE, rows);
  }

  private static Flushed flush(SqliteTiers tiers, long number, Row row) {
    return tiers
        .weak()
        .flush(new LastFlush(number, SqliteTiers.CLOCK.instant()), List.of(upsert(List.of(row))));
  }

  private Row node(long id) {
    return Row.of(NODE, Map.of("id", id, "text", "some text of some length for node " + id));
  }

  private Path cache() {
    return directory.toAbsolutePath().resolve("cache.db");
  }

  private SqliteTiers open() {
    return SqliteTiers.open(SqliteStateConfig.in(directory), SCHEMA, events::add);
  }
}
