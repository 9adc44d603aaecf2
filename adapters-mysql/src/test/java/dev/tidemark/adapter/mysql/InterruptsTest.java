package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import dev.tidemark.testkit.net.FaultyLink;
import dev.tidemark.testkit.time.RealScheduler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is interrupted says what is known of the work: that nothing was changed only before. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(180)
final class InterruptsTest {

  private final MySqlDatabase database;
  private final FaultyLink link;
  private final MirrorConnections connections;
  private final RollupRuns runs;
  private final RealScheduler scheduler = new RealScheduler();
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final CompletableFuture<Thread> worker = new CompletableFuture<>();

  InterruptsTest(MySqlServer server) {
    this.database = server.createDatabase();
    this.link = FaultyLink.to(database.host(), database.port());
    this.connections =
        new MirrorConnections(MySqlPlace.config(database.through(link.host(), link.port())), 2);
    this.runs = new RollupRuns(connections, new Interrupts(scheduler, connections));
    database.execute("CREATE TABLE word (text VARCHAR(20))");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    connections.close();
    scheduler.close();
    link.close();
  }

  @Test
  void write_interruptedBeforeItsCommit_hasChangedNothing() throws Exception {
    Future<Boolean> stillInterrupted =
        threads.submit(
            () ->
                isCancelled(
                    "write was stopped; nothing was changed",
                    session -> {
                      add(session);
                      Thread.currentThread().interrupt();
                      return true;
                    }));

    assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(words()).isEmpty();
  }

  /** The server may have heard it, and its answer have been lost. */
  @Test
  void write_interruptedInItsCommit_doesNotClaimWhatNobodyKnows() throws Exception {
    Future<Boolean> stillInterrupted =
        threads.submit(
            () ->
                isCancelled(
                    "write was stopped; it was being committed, and may be done or not",
                    session -> {
                      add(session);
                      link.stall();
                      worker.complete(Thread.currentThread());
                      return true;
                    }));
    await(true);
    worker.get().interrupt();
    await(false);
    link.heal();

    assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(runs.<Long>write("write", InterruptsTest::add)).isEqualTo(1);
    assertThat(words().size()).isBetween(1, 2);
  }

  /** What reads knows nothing of it. */
  @Test
  void writeApart_interruptedInItsCommit_keepsItsWordWithinAnother() throws Exception {
    RollupRuns.Work<Boolean> apart =
        session -> {
          add(session);
          link.stall();
          worker.complete(Thread.currentThread());
          return true;
        };
    Future<Boolean> stillInterrupted =
        threads.submit(
            () ->
                isCancelled(
                    "write was stopped; it was being committed, and may be done or not",
                    () -> runs.read("read", session -> runs.writeApart("write", apart))));
    await(true);
    worker.get().interrupt();
    await(false);
    link.heal();

    assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
  }

  /** As those are that define something. */
  @Test
  void write_interruptedBehindAStatementThatCommits_saysWhatMayBeDone() throws Exception {
    RollupRuns retiring = runs.leaving(Outcome.RETIRED);
    Future<Boolean> stillInterrupted =
        threads.submit(
            () ->
                isCancelled(
                    "write was stopped; some may be retired already",
                    () ->
                        retiring.write(
                            "write",
                            session -> {
                              session.update("ALTER TABLE word ADD COLUMN length INT");
                              Thread.currentThread().interrupt();
                              return true;
                            })));

    assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(database.rows("SELECT length FROM word")).isEmpty();
  }

  /** The connection cannot be given back in order then, which is no matter of the work. */
  @Test
  void work_connectionLostBehindItsCommit_isDone() throws SQLException {
    assertThat(connections.<Boolean>with(this::addAndCut)).isTrue();
    link.heal();
    assertThat(connections.<Boolean>setUp(this::addAndCut)).isTrue();
    link.heal();
    assertThat(runs.<Boolean>read("read", session -> cut())).isTrue();

    assertThat(words()).hasSize(2);
  }

  private boolean addAndCut(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    add(new SqlSession(connection));
    connection.commit();
    return cut();
  }

  private boolean cut() {
    link.cut();
    return true;
  }

  private boolean isCancelled(String message, RollupRuns.Work<Boolean> work) {
    return isCancelled(message, () -> runs.write("write", work));
  }

  private static boolean isCancelled(String message, ThrowingCallable interrupted) {
    assertThatThrownBy(interrupted).isInstanceOf(CancelledException.class).hasMessage(message);
    return Thread.currentThread().isInterrupted();
  }

  private static long add(SqlSession session) throws SQLException {
    return session.update("INSERT INTO word VALUES ('one')");
  }

  /** Until the driver waits for a commit, or does not any more. */
  private void await(boolean committing) throws Exception {
    Thread waiting = worker.get(60, TimeUnit.SECONDS);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                committing
                    == Stream.of(waiting.getStackTrace())
                        .anyMatch(
                            frame ->
                                frame.getMethodName().equals("commit")
                                    && frame.getClassName().startsWith("com.mysql.cj.jdbc.")));
  }

  private List<?> words() {
    return database.rows("SELECT text FROM word");
  }
}
