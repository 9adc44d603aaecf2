package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions, readers and closing, with others at the same file. */
final class ReplicaDatabaseTest {

  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  @TempDir Path directory;
  private ReplicaDatabase database;

  @BeforeEach
  void open() {
    database = TestOpening.open(SqliteConfig.in(directory), SCHEMA);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Somebody looks at the file with a tool of their own, and writes there. */
  @Test
  @Timeout(60)
  void write_thatFailsBesideAnotherWriter_hasWrittenNothing() throws Exception {
    database.withWriter("hurry", connection -> run(connection, "PRAGMA busy_timeout = 0"));
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch disturbed = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> disturbing = other.submit(() -> disturb(disturbed, done));
      assertThat(disturbed.await(30, TimeUnit.SECONDS)).isTrue();
      List<String> written = new ArrayList<>();
      for (long id = 1; id <= 3_000; id++) {
        if (tryWrite(id)) {
          written.add(Long.toString(id));
        }
      }
      done.set(true);

      assertThat(disturbing.get(30, TimeUnit.SECONDS)).isPositive();
      assertThat(database.<List<String>>read("look", ReplicaDatabaseTest::ids)).isEqualTo(written);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void write_afterOneThatCouldNotBegin_works() throws Exception {
    database.withWriter("hurry", connection -> run(connection, "PRAGMA busy_timeout = 0"));
    try (Connection other = connect()) {
      run(other, "BEGIN IMMEDIATE");
      assertThatThrownBy(() -> insert(1))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("another process holds the database");
    }

    insert(2);

    assertThat(database.<List<String>>read("look", ReplicaDatabaseTest::ids)).containsExactly("2");
  }

  @Test
  void write_thatThrows_isRolledBack() {
    assertThatThrownBy(
            () ->
                database.write(
                    "fail",
                    connection -> {
                      run(connection, "INSERT INTO note (id) VALUES (1)");
                      throw new AssertionError("stop");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("stop");

    insert(2);
    assertThat(database.<List<String>>read("look", ReplicaDatabaseTest::ids)).containsExactly("2");
  }

  @Test
  void close_whileSomebodyReads_leavesNoReaderOpen() throws Exception {
    List<Connection> used = new ArrayList<>();
    database.read(
        "look",
        connection -> {
          used.add(connection);
          database.close();
          return ids(connection);
        });

    assertThat(used.get(0).isClosed()).isTrue();
  }

  /** As a cycle leaves it whose end was disturbed. */
  @Test
  void apply_stagingStillAttached_works() {
    Path left = directory.resolve("left.db");
    database.withWriter(
        "attach",
        connection -> {
          Connections.attachScratch(connection, left, "staging");
          return run(connection, "CREATE TABLE temp._parked (id INTEGER)");
        });
    SqliteReplicaStore store = new SqliteReplicaStore(database, SCHEMA);
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      Instant now = Instant.parse("2026-04-16T08:30:00Z");

      store.apply(
          staging,
          new ApplyPlan(
              1, now, now, Set.copyOf(SCHEMA.types()), Map.of(), Set.of(), Optional.empty(), ""));
      store.apply(
          staging,
          new ApplyPlan(
              2, now, now, Set.copyOf(SCHEMA.types()), Map.of(), Set.of(), Optional.empty(), ""));
    }
  }

  @Test
  void read_thatFails_isNotTheConnectionOfTheNext() {
    List<Connection> used = new ArrayList<>();
    assertThatThrownBy(
            () ->
                database.read(
                    "look",
                    connection -> {
                      used.add(connection);
                      return run(connection, "SELECT nothing");
                    }))
        .isInstanceOf(StorageException.class);

    assertThat(database.<List<String>>read("look", ReplicaDatabaseTest::ids)).isEmpty();
    assertThat(used.get(0)).satisfies(each -> assertThat(each.isClosed()).isTrue());
  }

  @Test
  void read_afterClosing_isRefused() {
    database.close();

    assertThatThrownBy(() -> database.read("look", ReplicaDatabaseTest::ids))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("look in " + database.file() + ": it is closed");
  }

  private boolean tryWrite(long id) {
    try {
      insert(id);
      return true;
    } catch (StorageException busy) {
      assertThat(busy.retryable()).isTrue();
      return false;
    }
  }

  private void insert(long id) {
    database.write(
        "note", connection -> run(connection, "INSERT INTO note (id) VALUES (" + id + ")"));
  }

  /** Counts the latch down when it has held the database once, before anybody else writes. */
  private int disturb(CountDownLatch disturbed, AtomicBoolean done) throws SQLException {
    int times = 0;
    try (Connection other = connect()) {
      run(other, "PRAGMA busy_timeout = 0");
      while (!done.get()) {
        times += tryToHold(other);
        disturbed.countDown();
      }
    }
    return times;
  }

  private static int tryToHold(Connection connection) throws SQLException {
    try {
      run(connection, "BEGIN IMMEDIATE");
    } catch (SQLException busy) {
      return 0;
    }
    run(connection, "ROLLBACK");
    return 1;
  }

  private static List<String> ids(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM note ORDER BY id")) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return 0;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(Connections.url(database.file()));
  }
}
