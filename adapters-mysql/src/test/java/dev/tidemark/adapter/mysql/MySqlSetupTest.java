package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import dev.tidemark.testkit.net.FaultyLink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A setup that has to wait: for the server, or for somebody else there. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(180)
final class MySqlSetupTest {

  private static final Schema SCHEMA = Schema.of("mirrored", Sample.ORG, Sample.WORD);

  private final MySqlPlace place;
  private final MySqlDatabase database;
  private final FaultyLink link;
  private final MySqlMirrorTarget target;
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  MySqlSetupTest(MySqlServer server) {
    this.place = MySqlPlace.on(server);
    this.database = place.database();
    this.link = FaultyLink.to(database.host(), database.port());
    this.target = place.newTarget(MySqlPlace.config(database.through(link.host(), link.port())));
  }

  @BeforeEach
  void prepareOnceAndChange() {
    target.prepare(SCHEMA);
    database.execute(
        "UPDATE m__mirror_table SET trust = 'TRUSTED'", "ALTER TABLE m_org DROP COLUMN notes");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    link.close();
    place.close();
  }

  @Test
  void close_setupOnASilentLink_endsItAtOnce() throws Exception {
    try (Connection other = begin("SELECT * FROM m_org")) {
      Future<Prepared> setup = threads.submit(() -> target.prepare(SCHEMA));
      awaitWaiting("state LIKE '%metadata lock' AND info LIKE 'ALTER TABLE%'");
      link.stall();
      target.close();

      assertThatThrownBy(() -> setup.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(MirrorUnavailableException.class);
      other.rollback();
    }
    assertThatThrownBy(() -> target.prepare(SCHEMA))
        .isInstanceOf(MirrorUnavailableException.class)
        .hasMessage("set up mirror reporting: it is closed");
  }

  /** The writer may be about to note that the table is trusted. */
  @Test
  void setup_besideAWriter_distrustsATableAfterIt() throws Exception {
    try (Connection writer = begin("SELECT * FROM m__mirror FOR UPDATE")) {
      Future<Prepared> setup = threads.submit(() -> target.prepare(SCHEMA));
      awaitWaiting("info LIKE '%FOR UPDATE%' AND info NOT LIKE '%processlist%'");
      assertThat(trust()).containsExactly("TRUSTED", "TRUSTED");
      writer.commit();

      assertThat(setup.get(60, TimeUnit.SECONDS).tables())
          .containsEntry(Sample.ORG, TableState.of(Trust.DOUBTED))
          .containsEntry(Sample.WORD, TableState.of(Trust.TRUSTED));
    }
    assertThat(trust()).containsExactly("DOUBTED", "TRUSTED");
  }

  @Test
  void setup_withNothingToDo_waitsForNoWriter() throws Exception {
    target.prepare(SCHEMA);
    try (Connection writer = begin("SELECT * FROM m__mirror FOR UPDATE")) {
      assertThat(threads.submit(() -> target.prepare(SCHEMA)).get(60, TimeUnit.SECONDS).tables())
          .hasSize(2);
      writer.rollback();
    }
  }

  /** What may take long is not waited for where nothing does. */
  @Test
  void setup_waitsAMinuteForAnAnswer() throws SQLException {
    try (MirrorConnections connections = new MirrorConnections(MySqlPlace.config(database), 4)) {
      assertThat(connections.<Integer>setUp(Connection::getNetworkTimeout)).isEqualTo(60_000);
    }
  }

  private List<String> trust() {
    return database.rows("SELECT trust FROM m__mirror_table ORDER BY type").stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  private Connection begin(String sql) throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return connection;
  }

  private void awaitWaiting(String how) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                !database
                    .rows(
                        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND "
                            + how)
                    .isEmpty());
  }
}
