package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import dev.tidemark.testkit.net.FaultyLink;
import dev.tidemark.testkit.time.RealScheduler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is interrupted says what is known of the work: that nothing was changed only before. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(60)
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

    assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
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

    assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(runs.<Long>write("write", InterruptsTest::add)).isEqualTo(1);
    assertThat(words().size()).isBetween(1, 2);
  }

  private boolean isCancelled(String message, RollupRuns.Work<Boolean> work) {
    assertThatThrownBy(() -> runs.write("write", work))
        .isInstanceOf(CancelledException.class)
        .hasMessage(message);
    return Thread.currentThread().isInterrupted();
  }

  private static long add(SqlSession session) throws SQLException {
    return session.update("INSERT INTO word VALUES ('one')");
  }

  /** Until the driver waits for a commit, or does not any more. */
  private void await(boolean committing) throws Exception {
    Thread waiting = worker.get(30, TimeUnit.SECONDS);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
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
