package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who writes to a shared directory, step by step. */
final class SqliteLeadershipTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType NOTE = EntityType.named("note").integer("id").key("id").build();
  private static final Schema SCHEMA = Schema.of("notes", NOTE);

  @TempDir Path temporary;
  private final ManualScheduler scheduler =
      new ManualScheduler(ManualClock.at("2026-04-16T08:30:00Z"));
  private final List<ReplicaDatabase> open = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path directory;

  @BeforeEach
  void listen() {
    directory = temporary.resolve("data");
    log.start();
    logger().setLevel(Level.INFO);
    logger().setAdditive(false);
    logger().addAppender(log);
  }

  @AfterEach
  void closeAll() {
    logger().detachAppender(log);
    logger().setLevel(null);
    open.forEach(ReplicaDatabase::close);
  }

  @Test
  void open_nobodyWrites_leadsAndWrites() {
    ReplicaDatabase database = open(SCHEMA);

    assertThat(lead(database).isLeader()).isTrue();
    assertThat(new SqliteSyncJournal(database).begin(Mode.FULL, NOW)).isEqualTo(1);
  }

  @Test
  void open_anotherWrites_readsAndCannotWrite() {
    ReplicaDatabase leader = open(SCHEMA);
    new SqliteSyncJournal(leader).begin(Mode.FULL, NOW);
    ReplicaDatabase follower = open(SCHEMA);

    assertThat(lead(follower).isLeader()).isFalse();
    assertThat(new SqliteSyncJournal(follower).last(9)).hasSize(1);
    assertThat(new SqliteReplicaStore(follower, SCHEMA).counts()).containsKey(NOTE);
    assertThatThrownBy(() -> new SqliteSyncJournal(follower).reap(NOW))
        .isInstanceOf(AlreadyRunningException.class)
        .hasMessage(
            "reap dead cycles in %s: another process leads and writes there; ask that one, or wait for its end",
            follower.file());
    assertThatThrownBy(() -> new SqliteReplicaStore(follower, SCHEMA).stage(Mode.FULL))
        .isInstanceOf(AlreadyRunningException.class);
  }

  @Test
  void read_beforeTheLeaderHasMadeTheReplica_saysSoAndWorksAsSoonAsItIsThere() throws Exception {
    Files.createDirectories(directory);
    WriterLock starting = WriterLock.acquire(directory, ReplicaOpening.LOCK);
    ReplicaDatabase follower = open(SCHEMA);
    assertThatThrownBy(() -> new SqliteSyncJournal(follower).last(1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("read the replica in " + follower.file() + ": there is none yet");

    starting.close();
    ReplicaDatabase leader = open(SCHEMA);
    new SqliteSyncJournal(leader).begin(Mode.FULL, NOW);

    assertThat(new SqliteSyncJournal(follower).last(1)).hasSize(1);
  }

  /** As while a newer version is rolled out, process by process. */
  @Test
  void read_leaderKnowsFewerFields_isRefusedUntilThisOneLeads() {
    ReplicaDatabase leader = open(SCHEMA);
    Schema wider =
        Schema.of("notes", EntityType.named("note").integer("id").text("text").key("id").build());
    ReplicaDatabase follower = open(wider);
    SqliteLeadership leadership = lead(follower, wider);
    assertThatThrownBy(() -> new SqliteReplicaStore(follower, wider).counts())
        .isInstanceOf(IncompatibleReplicaException.class)
        .hasMessageContaining("note.text is not in the replica yet");

    leader.close();
    tick();

    assertThat(leadership.isLeader()).isTrue();
    assertThat(new SqliteReplicaStore(follower, wider).counts()).hasSize(1);
  }

  @Test
  void look_leaderGone_sweepsPreparesLeadsAndTells() throws Exception {
    ReplicaDatabase leader = open(SCHEMA);
    ReplicaDatabase follower = open(SCHEMA);
    SqliteLeadership leadership = lead(follower);
    Path left = Files.createFile(directory.resolve("staging-0b5c.db"));
    tick();
    assertThat(told).isEmpty();
    assertThat(left).exists();

    leader.close();
    assertThat(leadership.isLeader()).isFalse();
    tick();

    assertThat(leadership.isLeader()).isTrue();
    assertThat(told).containsExactly("leads");
    assertThat(left).doesNotExist();
    assertThat(new SqliteSyncJournal(follower).begin(Mode.FULL, NOW)).isEqualTo(1);
    tick();
    assertThat(told).hasSize(1);
  }

  @Test
  void look_lockFileGone_leadsNoMoreAndThenAgain() throws Exception {
    ReplicaDatabase database = open(SCHEMA);
    SqliteLeadership leadership = lead(database);

    Files.delete(lockFile());
    tick();

    assertThat(leadership.isLeader()).isFalse();
    assertThat(told).containsExactly("follows");
    assertThatThrownBy(() -> new SqliteSyncJournal(database).begin(Mode.FULL, NOW))
        .isInstanceOf(AlreadyRunningException.class);

    tick();

    assertThat(leadership.isLeader()).isTrue();
    assertThat(told).containsExactly("follows", "leads");
    assertThat(new SqliteSyncJournal(database).begin(Mode.FULL, NOW)).isEqualTo(1);
    assertThat(warnings()).singleElement().asString().contains("leadership lost");
  }

  /** As somebody does who moves a damaged one away, to have it made anew. */
  @Test
  void look_replicaMovedAway_makesANewOneAndReadsThat() throws Exception {
    ReplicaDatabase database = open(SCHEMA);
    SqliteLeadership leadership = lead(database);
    SqliteSyncJournal journal = new SqliteSyncJournal(database);
    journal.begin(Mode.FULL, NOW);
    assertThat(journal.last(9)).hasSize(1);

    Files.move(database.file(), directory.resolve("damaged.db"));
    assertThatThrownBy(() -> journal.begin(Mode.FULL, NOW))
        .isInstanceOf(AlreadyRunningException.class);
    tick();
    assertThat(leadership.isLeader()).isFalse();
    tick();

    assertThat(told).containsExactly("follows", "leads");
    assertThat(journal.last(9)).isEmpty();
    assertThat(journal.begin(Mode.FULL, NOW)).isEqualTo(1);
    assertThat(journal.last(9)).hasSize(1);
  }

  /** As a backup is put back while services run. */
  @Test
  void read_anotherReplicaInItsPlace_readsThat() throws Exception {
    ReplicaDatabase leader = open(SCHEMA);
    ReplicaDatabase follower = open(SCHEMA);
    SqliteSyncJournal journal = new SqliteSyncJournal(follower);
    new SqliteSyncJournal(leader).begin(Mode.FULL, NOW);
    assertThat(journal.last(9)).hasSize(1);
    leader.close();

    Files.move(directory, temporary.resolve("away"));
    assertThatThrownBy(() -> journal.last(9))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is none yet");
    open(SCHEMA);

    assertThat(journal.last(9)).isEmpty();
  }

  @Test
  void look_anotherFileInItsPlace_leadsNoMore() throws Exception {
    SqliteLeadership leadership = lead(open(SCHEMA));

    Path other = Files.writeString(directory.resolve("other"), "4711");
    Files.move(other, lockFile(), StandardCopyOption.REPLACE_EXISTING);
    tick();

    assertThat(leadership.isLeader()).isFalse();
  }

  /** Nobody waits for the next look: whoever writes, looks. */
  @Test
  void write_lockFileGoneSinceTheLastLook_isRefused() throws Exception {
    ReplicaDatabase database = open(SCHEMA);
    SqliteLeadership leadership = lead(database);
    Files.delete(lockFile());

    assertThatThrownBy(() -> new SqliteSyncJournal(database).begin(Mode.FULL, NOW))
        .isInstanceOf(AlreadyRunningException.class);

    assertThat(leadership.isLeader()).isFalse();
    tick();
    assertThat(told).containsExactly("follows");
    assertThat(new SqliteSyncJournal(database).last(1)).isEmpty();
  }

  @Test
  void write_lockFileGoneMeanwhile_isRolledBack() {
    ReplicaDatabase database = open(SCHEMA);

    assertThatThrownBy(
            () ->
                database.write(
                    "note",
                    connection -> {
                      Connections.execute(connection, "INSERT INTO note (id) VALUES (1)");
                      delete(lockFile());
                      return true;
                    }))
        .isInstanceOf(AlreadyRunningException.class)
        .hasMessageContaining("note in " + database.file());

    assertThat(new SqliteReplicaStore(database, SCHEMA).counts().get(NOTE).rows()).isZero();
  }

  /** The scheduler's thread never waits for a cycle to notice that it is cancelled. */
  @Test
  @Timeout(60)
  void look_lockFileGoneWhileSomebodyWrites_tellsAtOnceAndLeadsWhenThatHasEnded() throws Exception {
    ReplicaDatabase database = open(SCHEMA);
    SqliteLeadership leadership = lead(database);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> work =
          worker.submit(() -> database.write("wait", connection -> waited(writing, mayEnd)));
      writing.await();
      Files.delete(lockFile());
      tick();
      tick();
      assertThat(leadership.isLeader()).isFalse();
      assertThat(told).containsExactly("follows");

      mayEnd.countDown();
      assertThatThrownBy(() -> work.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AlreadyRunningException.class);
      tick();
      assertThat(leadership.isLeader()).isTrue();
    } finally {
      worker.shutdownNow();
    }
  }

  @Test
  void look_directoryGone_leadsNoMoreTellsOnceAndLeadsWhenItIsBack() throws Exception {
    SqliteLeadership leadership = lead(open(SCHEMA));
    Path away = temporary.resolve("away");

    Files.move(directory, away);
    tick();
    tick();
    tick();

    assertThat(leadership.isLeader()).isFalse();
    assertThat(directory).doesNotExist();
    assertThat(warnings()).hasSize(2).anyMatch(line -> line.contains("leadership not taken"));

    Files.move(away, directory);
    tick();
    assertThat(leadership.isLeader()).isTrue();
    assertThat(told).containsExactly("follows", "leads");
  }

  @Test
  void look_replicaCannotBePrepared_letsGoOfTheLockTellsOnceAndTriesAgain() throws Exception {
    ReplicaDatabase leader = open(SCHEMA);
    SqliteLeadership leadership = lead(open(SCHEMA));
    execute("PRAGMA user_version = 99");

    leader.close();
    tick();
    tick();
    tick();

    assertThat(leadership.isLeader()).isFalse();
    assertThat(told).isEmpty();
    assertThat(warnings()).singleElement().asString().contains("leadership not taken");
    assertThat(log.list.get(0).getThrowableProxy().getMessage()).contains("by a newer version");
    WriterLock.acquire(directory, ReplicaOpening.LOCK).close();

    execute("PRAGMA user_version = " + ReplicaFile.FORMAT);
    tick();
    assertThat(leadership.isLeader()).isTrue();
    assertThat(told).containsExactly("leads");
  }

  @Test
  void open_replicaCannotBePrepared_isRefused() throws Exception {
    open(SCHEMA).close();
    execute("PRAGMA user_version = 99");

    assertThatThrownBy(() -> open(SCHEMA)).isInstanceOf(IncompatibleReplicaException.class);
    WriterLock.acquire(directory, ReplicaOpening.LOCK).close();
  }

  @Test
  void look_watcherThrows_othersAreToldAndItGoesOn() throws Exception {
    ReplicaDatabase database = open(SCHEMA);
    SqliteLeadership leadership =
        SqliteLeadership.start(database, opening(SCHEMA)::prepare, scheduler);
    leadership.watch(
        () -> {
          throw new IllegalStateException("a bug in a watcher");
        });
    note(leadership);

    Files.delete(lockFile());
    tick();
    tick();

    assertThat(told).containsExactly("follows", "leads");
  }

  @Test
  void close_leadership_looksNoMore() {
    SqliteLeadership leadership = lead(open(SCHEMA));

    leadership.close();
    leadership.close();
    tick();

    assertThat(leadership.isLeader()).isFalse();
    assertThat(scheduler.waiting()).isZero();
  }

  /** A look that is on its way while the application stops. */
  /** Both have the same file: the successor took it up while the other one had it open. */
  @Test
  void closeStaging_ofALeaderThatWasReplaced_leavesTheFileToItsSuccessor() throws Exception {
    ReplicaDatabase replaced = open(SCHEMA);
    Staging late = new SqliteReplicaStore(replaced, SCHEMA).stage(Mode.FULL);
    assertThat(replaced.retire()).isTrue();
    SqliteReplicaStore store = new SqliteReplicaStore(open(SCHEMA), SCHEMA);

    try (Staging staging = store.stage(Mode.FULL)) {
      late.close();

      assertThat(store.apply(staging, plan()).position().value()).isZero();
    }
    assertThat(directory.resolve("staging.db")).doesNotExist();
  }

  private static ApplyPlan plan() {
    return new ApplyPlan(1, NOW, NOW, Set.of(NOTE), Map.of(), Set.of(), Optional.empty(), "here");
  }

  @Test
  void look_databaseClosedMeanwhile_letsGoOfTheLock() throws Exception {
    ReplicaDatabase leader = open(SCHEMA);
    ReplicaDatabase follower = open(SCHEMA);
    SqliteLeadership.start(
        follower,
        () -> {
          follower.close();
          return opening(SCHEMA).prepare();
        },
        scheduler);

    leader.close();
    tick();

    WriterLock.acquire(directory, ReplicaOpening.LOCK).close();
  }

  private ReplicaDatabase open(Schema schema) {
    ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory).sharing(), schema);
    open.add(database);
    return database;
  }

  private ReplicaOpening opening(Schema schema) {
    return TestOpening.of(SqliteConfig.in(directory).sharing(), schema);
  }

  private SqliteLeadership lead(ReplicaDatabase database) {
    return lead(database, SCHEMA);
  }

  private SqliteLeadership lead(ReplicaDatabase database, Schema schema) {
    SqliteLeadership leadership =
        SqliteLeadership.start(database, opening(schema)::prepare, scheduler);
    note(leadership);
    return leadership;
  }

  private void note(SqliteLeadership leadership) {
    leadership.watch(() -> told.add(leadership.isLeader() ? "leads" : "follows"));
  }

  private void tick() {
    scheduler.advance(SqliteLeadership.EVERY);
  }

  private static boolean waited(CountDownLatch writing, CountDownLatch mayEnd) {
    writing.countDown();
    try {
      return mayEnd.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private Path lockFile() {
    return directory.resolve("replica.lock");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("replica.db"))) {
      Connections.execute(connection, statement);
    }
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().equals(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(SqliteLeadership.class);
  }
}
