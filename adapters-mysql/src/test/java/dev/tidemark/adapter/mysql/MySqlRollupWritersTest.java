package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.contract.RollupFixture.SourceTransaction;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes to the source is not hindered by what watches. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(120)
record MySqlRollupWritersTest(MySqlServer server) {

  private static final String EVENTS = "UPDATE m_usage SET input = 7";

  /** Somebody else has all events, or all that they refer to; at the usual isolation, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE m_issue SET project_id = 2 WHERE id = 1",
        "DELETE FROM m_task WHERE id = 1",
        "DELETE FROM m_agent",
        "INSERT INTO m_issue (id, project_id) VALUES (1, 2) ON DUPLICATE KEY UPDATE project_id = 2"
      })
  void parents_writtenBesideEvents_waitForNobody(String statement) throws Exception {
    try (Rolling rolling = some();
        Connection events = rolling.begin(EVENTS);
        Connection parents = rolling.begin(statement)) {
      parents.commit();
      events.commit();

      rolling.advance();
      rolling.assertConverged();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EVENTS,
        "UPDATE m_usage SET provider = 'other' WHERE id = 1",
        "DELETE FROM m_usage WHERE id = 1",
        "REPLACE INTO m_usage (id, task_id, created_at, input, provider)"
            + " VALUES (1, 2, '2026-03-01 10:00', 3, 'x')"
      })
  void events_writtenBesideParents_waitForNobody(String statement) throws Exception {
    try (Rolling rolling = some();
        Connection parents =
            rolling.begin(
                "UPDATE m_task SET _missing = 'x'",
                "UPDATE m_agent SET _missing = 'x'",
                "UPDATE m_issue SET _missing = 'x'");
        Connection events = rolling.begin(statement)) {
      events.commit();
      parents.commit();

      rolling.advance();
      rolling.assertConverged();
    }
  }

  /** Nor is an advance, nor does it hinder. */
  @Test
  void advance_besideOpenWrites_takesWhatIsCommitted() throws Exception {
    try (Rolling rolling = some();
        Connection open =
            rolling.begin(EVENTS, "UPDATE m_issue SET project_id = 2", "DELETE FROM m_agent")) {
      rolling.advance();
      rolling.assertConverged();
      open.commit();

      rolling.advance();
      rolling.assertConverged();
    }
  }

  /** Each of them in the reverse order of the other. */
  @Test
  void archived_byTwoInOpenTransactions_isAddedUpAndWaitsForNobody() throws Exception {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), LogRollup.CAPTURED.plan())) {
      rolling.put(
          IntStream.rangeClosed(1, 4)
              .mapToObj(i -> LogEvent.of(i).kind(i % 2 == 0 ? "even" : "odd").row()));
      rolling.advance();
      Object cells = rolling.cells();
      try (Connection one = rolling.begin("DELETE FROM m_log WHERE seq = 1");
          Connection other =
              rolling.begin("DELETE FROM m_log WHERE seq = 4", "DELETE FROM m_log WHERE seq = 3");
          Statement statement = one.createStatement()) {
        statement.execute("DELETE FROM m_log WHERE seq = 2");
        one.commit();
        other.commit();
      }

      rolling.advance();
      assertThat(rolling.cells()).isEqualTo(cells);
      rolling.fill();
      assertThat(rolling.cells()).isEqualTo(cells);
      assertThat(rolling.database().rows("SELECT seq FROM m__removed_log_captured")).isEmpty();
      assertThat(rolling.database().rows("SELECT events FROM m__archive_log_captured"))
          .containsOnly(List.of("2"))
          .hasSize(2);
    }
  }

  /** As the mirror fills an empty table. */
  @Test
  void load_rows_areNoted() {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), UsageRollup.CAPTURED.plan());
        MySqlPlace place = new MySqlPlace(rolling.database())) {
      List<Row> rows =
          IntStream.range(0, 500).mapToObj(i -> UsageEvent.of(i).input(i).row()).toList();
      place
          .newTarget()
          .write(
              transaction ->
                  transaction.table(UsageSchema.USAGE).load(KeyRange.ALL, rows.iterator()));

      rolling.advance();
      rolling.assertConverged();
    }
  }

  @Test
  void advance_besideManyWriters_countsEveryEventOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Rolling rolling = Rolling.complete(server.createDatabase(), LogRollup.CAPTURED.plan())) {
      List<Future<Boolean>> writers =
          IntStream.range(0, 4).mapToObj(i -> threads.submit(() -> write(rolling, i))).toList();
      while (!writers.stream().allMatch(Future::isDone)) {
        rolling.table().advance(rolling.lease(), 7, false);
      }
      for (Future<Boolean> writer : writers) {
        assertThat(writer.get()).isTrue();
      }
      while (rolling.advance().more()) {
        // What is left is taken in.
      }

      assertThat(rolling.cells().stream().mapToLong(cell -> (Long) cell.measures().get(0)).sum())
          .isEqualTo(4 * 40);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Forty rows, half of which are removed again; all stay in the sums. */
  private static boolean write(Rolling rolling, int writer) {
    for (int i = 0; i < 40; i++) {
      long seq = writer * 100L + i;
      try (SourceTransaction transaction = rolling.place().source().begin()) {
        transaction.put(LogEvent.of(seq).kind("k" + i % 3).row());
        if (i % 2 == 1) {
          transaction.remove(UsageSchema.LOG, RowKey.of(seq - 1));
        }
        transaction.commit();
      }
    }
    return true;
  }

  private Rolling some() {
    Rolling rolling = Rolling.complete(server.createDatabase(), UsageRollup.CAPTURED.plan());
    rolling.put(
        Stream.of(UsageEvent.of(1), UsageEvent.of(2).task(2L), UsageEvent.of(3).task(3L))
            .map(UsageEvent::row));
    rolling.advance();
    return rolling;
  }
}
