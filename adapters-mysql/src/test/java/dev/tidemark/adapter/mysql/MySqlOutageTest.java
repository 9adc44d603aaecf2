package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import dev.tidemark.testkit.net.FaultyLink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that goes away, and one that gives a transaction up. */
@Tag("proof")
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
final class MySqlOutageTest {

  private static final Schema SCHEMA = Schema.of("mirrored", Sample.ORG);

  private final MySqlPlace place;
  private final FaultyLink link;
  private final MirrorTarget target;

  MySqlOutageTest(MySqlServer server) {
    this.place = MySqlPlace.on(server);
    MySqlDatabase database = place.database();
    this.link = FaultyLink.to(database.host(), database.port());
    this.target = place.newTarget(MySqlPlace.config(database.through(link.host(), link.port())));
  }

  @BeforeEach
  void prepare() {
    target.prepare(SCHEMA);
  }

  @AfterEach
  void close() {
    link.close();
    place.close();
  }

  @Test
  void write_linkThatIsCut_changesNothingAndWorksWhenItIsBack() {
    assertThatThrownBy(
            () ->
                target.write(
                    transaction -> {
                      upsert(transaction, many(1, 3));
                      link.cut();
                      return true;
                    }))
        .isInstanceOf(MirrorUnavailableException.class)
        .hasMessageContaining("write to mirror reporting: no answer");

    link.heal();
    assertThat(target.rows(Sample.ORG).hint().count()).isZero();
    target.write(transaction -> upsert(transaction, many(1, 3)));
    assertThat(target.rows(Sample.ORG).hint().count()).isEqualTo(3);
  }

  /** Whoever forgives the failure does not make the transaction whole. */
  @Test
  void write_failureThatIsForgiven_isNotCommitted() {
    assertThatThrownBy(
            () ->
                target.write(
                    transaction -> {
                      upsert(transaction, many(1, 3));
                      killConnections();
                      forgive(() -> upsert(transaction, many(4, 3)));
                      forgive(() -> upsert(transaction, many(7, 3)));
                      return true;
                    }))
        .isInstanceOf(MirrorUnavailableException.class);

    assertThat(target.rows(Sample.ORG).hint().count()).isZero();
  }

  @Test
  void load_linkThatIsReset_isUnavailable() {
    Stream<Row> rows =
        IntStream.range(0, 200_000)
            .peek(
                id -> {
                  if (id == 50_000) {
                    link.reset();
                  }
                })
            .mapToObj(id -> Sample.live(Sample.ORG, id, 1));

    assertThatThrownBy(
            () ->
                target.write(
                    transaction ->
                        transaction.table(Sample.ORG).load(KeyRange.ALL, rows.iterator())))
        .isInstanceOf(MirrorUnavailableException.class);

    link.heal();
    assertThat(target.rows(Sample.ORG).hint().count()).isZero();
  }

  @Test
  @Timeout(60)
  void compare_linkThatIsStalled_isGivenUp() {
    MirrorTarget usual =
        place.newTarget(MySqlPlace.usualConfig(place.database().through(link.host(), link.port())));
    usual.write(transaction -> upsert(transaction, many(1, 3)));
    link.stall();

    assertThatThrownBy(() -> usual.rows(Sample.ORG).digest(KeyRange.ALL))
        .isInstanceOf(MirrorUnavailableException.class);

    link.heal();
    assertThat(usual.bookmark()).isEmpty();
    assertThat(target.rows(Sample.ORG).hint().count()).isEqualTo(3);
  }

  /** Who writes to a server that has stopped to read gets no timeout of the socket's. */
  @Test
  @Timeout(120)
  void load_linkThatIsStalled_isBrokenOffWhenItsTimeIsUp() throws Exception {
    Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    MirrorTarget watched =
        place.newTarget(
            MySqlPlace.config(place.database().through(link.host(), link.port())),
            (delay, task) -> {
              due.add(task);
              return () -> due.remove(task);
            });
    Endless endless = new Endless(link::stall);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Long> load =
          threads.submit(
              () ->
                  watched.write(
                      transaction -> transaction.table(Sample.ORG).load(KeyRange.ALL, endless)));
      endless.awaitStandstill();
      due.remove().run();

      assertThatThrownBy(() -> load.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(MirrorUnavailableException.class);
      assertThat(due).isEmpty();
    } finally {
      threads.shutdownNow();
    }
    link.heal();
    assertThat(target.rows(Sample.ORG).hint().count()).isZero();
  }

  @Test
  void target_serverThatIsNotThere_isUnavailableInGoodTime() {
    link.cut();

    assertThatThrownBy(() -> target.prepare(SCHEMA))
        .isInstanceOf(MirrorUnavailableException.class)
        .hasMessageContaining("set up mirror reporting");
    assertThatThrownBy(target::bookmark).isInstanceOf(MirrorUnavailableException.class);
    assertThatThrownBy(target::isBusy).isInstanceOf(MirrorUnavailableException.class);
  }

  /** The work is run again from its beginning, and what it did before is gone. */
  @Test
  @Timeout(60)
  void write_deadlock_runsTheWorkAgain() throws Exception {
    target.write(transaction -> upsert(transaction, many(1, 200)));
    AtomicInteger attempts = new AtomicInteger();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Other other = new Other(place.database())) {
      other.run("UPDATE m_org SET notes = 'other' WHERE id BETWEEN 2 AND 200");
      target.write(
          transaction -> {
            upsert(transaction, many(1, 1));
            if (attempts.incrementAndGet() == 1) {
              other.blockOn(threads, "UPDATE m_org SET notes = 'other' WHERE id = 1");
            }
            return upsert(transaction, many(2, 1));
          });
    } finally {
      threads.shutdownNow();
    }

    assertThat(attempts).hasValue(2);
    assertThat(place.database().rows("SELECT COUNT(*) FROM m_org WHERE notes IS NULL"))
        .containsExactly(List.of("2"));
  }

  @Test
  void session_says_nothingForAMinuteAtMostAndIsStrict() throws SQLException {
    try (MirrorConnections connections =
            new MirrorConnections(MySqlPlace.config(place.database()), 4);
        Connection connection = connections.borrow();
        Statement statement = connection.createStatement();
        var answer =
            statement.executeQuery(
                "SELECT @@wait_timeout, @@innodb_lock_wait_timeout, @@time_zone, @@sql_mode")) {
      answer.next();
      assertThat(answer.getInt(1)).isEqualTo(60);
      assertThat(answer.getInt(2)).isEqualTo(20);
      assertThat(answer.getString(4)).contains("STRICT_ALL_TABLES");
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  private void killConnections() {
    place
        .database()
        .rows(
            "SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
                + " AND id <> CONNECTION_ID()")
        .forEach(row -> kill("KILL " + row.get(0)));
  }

  /** One that the pool has closed meanwhile is gone already. */
  private void kill(String kill) {
    try {
      place.database().execute(kill);
    } catch (IllegalStateException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              SQLException.class, gone -> assertThat(gone.getErrorCode()).isEqualTo(1094));
    }
  }

  private static void forgive(Runnable failing) {
    assertThatThrownBy(failing::run).isInstanceOf(MirrorUnavailableException.class);
  }

  private static boolean upsert(MirrorTransaction transaction, List<Row> rows) {
    transaction.table(Sample.ORG).upsert(rows);
    return true;
  }

  private static List<Row> many(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> Sample.live(Sample.ORG, id, 1))
        .collect(Collectors.toList());
  }

  /** Rows without an end; something happens among them. */
  private static final class Endless implements Iterator<Row> {

    private static final int SOME = 20_000;

    private final Runnable atSomeRow;
    private final AtomicLong count = new AtomicLong();

    Endless(Runnable atSomeRow) {
      this.atSomeRow = atSomeRow;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Row next() {
      long id = count.incrementAndGet();
      if (id == SOME) {
        atSomeRow.run();
      }
      return Sample.live(Sample.ORG, id, 1);
    }

    /** Returns when nobody has taken a row for a while. */
    void awaitStandstill() {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(500))
          .atMost(60, TimeUnit.SECONDS)
          .until(
              new Callable<>() {
                private long before;

                @Override
                public Boolean call() {
                  long last = before;
                  before = count.get();
                  return before >= SOME && before == last;
                }
              });
    }
  }

  /** Somebody else's transaction on the same rows; it has changed more, so it is not the victim. */
  private static final class Other implements AutoCloseable {

    private final MySqlDatabase database;
    private final Connection connection;

    Other(MySqlDatabase database) throws SQLException {
      this.database = database;
      this.connection = database.connect();
      connection.setAutoCommit(false);
    }

    void run(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Returns when it waits for a lock; it commits as soon as it has it. */
    void blockOn(ExecutorService threads, String sql) {
      CompletableFuture.runAsync(() -> runAndCommit(sql), threads);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () ->
                  !database
                      .rows(
                          "SELECT 1 FROM information_schema.innodb_trx"
                              + " WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '%id = 1'")
                      .isEmpty());
    }

    private void runAndCommit(String sql) {
      try {
        run(sql);
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
