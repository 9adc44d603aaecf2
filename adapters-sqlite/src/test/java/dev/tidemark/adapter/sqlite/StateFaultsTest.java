package dev.tidemark.adapter.sqlite;

import static dev.tidemark.testkit.contract.StateSample.PLATFORM;
import static dev.tidemark.testkit.contract.StateSample.SCHEMA;
import static dev.tidemark.testkit.contract.StateSample.lease;
import static dev.tidemark.testkit.contract.StateSample.node;
import static dev.tidemark.testkit.contract.StateSample.platform;
import static dev.tidemark.testkit.contract.StateSample.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and what it leaves behind. */
final class StateFaultsTest {

  @TempDir Path directory;

  @Test
  void write_withinAnother_isRefusedAndRollsBack() {
    try (SqliteTiers tiers = open()) {
      assertThatThrownBy(
              () ->
                  tiers
                      .strong()
                      .write(
                          "outer",
                          on -> {
                            on.insert(platform("1", "a"), SqliteTiers.CLOCK.instant());
                            return tiers.strong().write("inner", inner -> true);
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("inner: work must not begin another transaction");

      assertThat(tiers.stored(PLATFORM, "1")).isEmpty();
      assertThat(tiers.insert(platform("1", "a"))).isTrue();
    }
  }

  @Test
  void transaction_behindItsEnd_isOfNoUse() {
    try (SqliteTiers tiers = open()) {
      List<StrongTransaction> kept = new ArrayList<>();
      tiers.strong().write("keep", kept::add);

      assertThatThrownBy(() -> kept.get(0).scan(PLATFORM, row -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("keep: this transaction has ended");
    }
  }

  @Test
  void open_damagedPagesInTheStrongFile_isRefusedWithAHint() throws Exception {
    try (SqliteTiers tiers = open()) {
      tiers.insert(platform("1", "a"));
    }
    Path state = directory.resolve("state.db");
    try (RandomAccessFile file = new RandomAccessFile(state.toFile(), "rw")) {
      for (long page = 1; page < file.length() / 4_096; page++) {
        file.seek(page * 4_096);
        file.write(Collections.nCopies(100, "damage").toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] before = Files.readAllBytes(state);

    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("open the strong state in " + state + ": the file is damaged")
        .hasMessageContaining("restore it from a backup");
    assertThat(Files.readAllBytes(state)).isEqualTo(before);
  }

  @Test
  void repair_neverWritesTheStrongFile() throws Exception {
    open().close();
    Path state = directory.resolve("state.db");
    byte[] before = Files.readAllBytes(state);
    try (SqliteTiers tiers = open()) {
      flush(tiers, upsert(node("n")), upsert(lease("p", "a", "n")));
      assertThat(tiers.weak().repair(SCHEMA.repairRules(), removed -> true))
          .anyMatch(removed -> !removed.keys().isEmpty());
    }
    assertThat(Files.readAllBytes(state)).isEqualTo(before);
    try (Connection connection = Connections.state(directory.resolve("cache.db"), false)) {
      Connections.attachReadOnly(connection, state, "strong");
      assertThatThrownBy(() -> Connections.execute(connection, "DELETE FROM strong.platforms"))
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void repair_besideAFileThatIsNoStrongState_removesNothing() throws Exception {
    try (SqliteTiers tiers = open()) {
      flush(tiers, upsert(lease("p", "a", "n")));
      Path state = directory.resolve("state.db");
      new DatabaseFile(state).remove();
      new RawFile(state).execute("CREATE TABLE platforms_of_others (id TEXT)");

      assertThatThrownBy(() -> tiers.weak().repair(SCHEMA.repairRules(), removed -> true))
          .isInstanceOf(IncompatibleReplicaException.class)
          .hasMessageContaining("belongs to another program");
      assertThat(tiers.rows(lease("p", "a", "n").type())).hasSize(1);
    }
  }

  @Test
  void repair_keepThatThrows_takesAllBackAndCanBeTriedAgain() {
    try (SqliteTiers tiers = open()) {
      flush(tiers, upsert(lease("p", "a", "n")));
      IllegalStateException failure = new IllegalStateException("no");

      assertThatThrownBy(
              () ->
                  tiers
                      .weak()
                      .repair(
                          SCHEMA.repairRules(),
                          removed -> {
                            throw failure;
                          }))
          .isSameAs(failure);
      assertThat(tiers.rows(lease("p", "a", "n").type())).hasSize(1);

      tiers.weak().repair(SCHEMA.repairRules(), removed -> true);
      assertThat(tiers.rows(lease("p", "a", "n").type())).isEmpty();
    }
  }

  @Test
  void flush_tableDroppedByAnotherTool_writesNothingAndIsNoDamage() throws Exception {
    try (SqliteTiers tiers = open()) {
      new RawFile(directory.resolve("cache.db")).execute("DROP TABLE leases");

      assertThatThrownBy(() -> flush(tiers, upsert(node("n")), upsert(lease("p", "a", "n"))))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("no such table: leases");
      assertThat(new RawFile(directory.resolve("cache.db")).query("SELECT * FROM nodes_static"))
          .isEmpty();
    }
  }

  /** Whoever could not open the weak tier holds nothing of it. */
  @Test
  void open_weakTierFails_letsGoOfItsLock() throws Exception {
    open().close();
    RawFile cache = new RawFile(directory.resolve("cache.db")).execute("PRAGMA user_version = 9");
    assertThatThrownBy(this::open).isInstanceOf(IncompatibleReplicaException.class);

    cache.execute("PRAGMA user_version = 1");
    open().close();

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("state.db", "cache.db", "state.lock", "cache.lock");
    }
  }

  private static void flush(SqliteTiers tiers, FlushStep... steps) {
    tiers.weak().flush(new LastFlush(1, SqliteTiers.CLOCK.instant()), List.of(steps));
  }

  private SqliteTiers open() {
    return SqliteTiers.open(SqliteStateConfig.in(directory), SCHEMA, Listener.NONE);
  }
}
