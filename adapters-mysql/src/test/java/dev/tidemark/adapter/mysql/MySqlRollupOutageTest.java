package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An advance that is ended when all is written and nothing committed. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(120)
final class MySqlRollupOutageTest {

  private final MySqlServer server;
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  MySqlRollupOutageTest(MySqlServer server) {
    this.server = server;
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  // scenario 11
  @Test
  @Tag("proof")
  void advance_serverKilled_leavesNothingAndTheNextOneWorks() throws Exception {
    try (MySqlInstance instance = server.startAnother();
        Rolling rolling = Rolling.complete(instance.createDatabase(), UsageRollup.BY_TIME.plan())) {
      change(rolling);
      List<RollupCell> cells = rolling.cells();
      RollupStanding before = rolling.table().standing();
      Connection holder = rolling.holdStandings();
      Future<?> advance = threads.submit(rolling::advance);
      rolling.awaitWaiting();

      instance.kill();
      assertUnavailable(advance);
      holder.abort(Runnable::run); // which is what keeps it open until here
      instance.start();

      assertUntouched(rolling, cells, before);
      rolling.advance();
      rolling.assertConverged();
    }
  }

  @Test
  void advance_connectionKilled_leavesNoLock() throws Exception {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), UsageRollup.CAPTURED.plan())) {
      change(rolling);
      List<RollupCell> cells = rolling.cells();
      RollupStanding before = rolling.table().standing();
      try (Connection holder = rolling.holdStandings()) {
        Future<?> advance = threads.submit(rolling::advance);
        rolling.database().execute("KILL " + rolling.awaitWaiting());
        assertUnavailable(advance);
        holder.rollback();
      }

      assertUntouched(rolling, cells, before);
      rolling.advance();
      rolling.assertConverged();
    }
  }

  /** The statement ends, too, and not only who waited for it. */
  @Test
  void advance_interrupted_endsOnTheServer() throws Exception {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), UsageRollup.CAPTURED.plan())) {
      change(rolling);
      List<RollupCell> cells = rolling.cells();
      RollupStanding before = rolling.table().standing();
      try (Connection holder = rolling.holdStandings()) {
        Future<Boolean> stillInterrupted = threads.submit(() -> isCancelled(rolling));
        rolling.awaitWaiting();
        threads.shutdownNow();

        assertThat(stillInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> rolling.waiting().isEmpty());
        holder.rollback();
      }

      assertUntouched(rolling, cells, before);
      rolling.advance();
      rolling.assertConverged();
    }
  }

  private static boolean isCancelled(Rolling rolling) {
    assertThatThrownBy(rolling::advance)
        .isInstanceOf(CancelledException.class)
        .hasMessage(
            "advance rollup usage_captured in mirror reporting was stopped; nothing was changed");
    return Thread.currentThread().isInterrupted();
  }

  /** One cell grows, one is new, and one goes. */
  private static void change(Rolling rolling) {
    rolling.put(
        Stream.of(UsageEvent.of(1), UsageEvent.of(2).task(2L))
            .map(event -> event.changed(UsageEvent.at("10:20")).row()));
    rolling.fill();
    rolling.advance();
    rolling.put(
        Stream.of(UsageEvent.of(3), UsageEvent.of(4).task(3L), UsageEvent.of(2).provider("new"))
            .map(event -> event.changed(rolling.table().standing().now()).row()));
    rolling.put(Stream.of(UsageSchema.issue(1, 2)));
  }

  private static void assertUnavailable(Future<?> advance) {
    assertThatThrownBy(() -> advance.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(MirrorUnavailableException.class)
        .hasMessageContaining("advance rollup usage_");
  }

  private static void assertUntouched(
      Rolling rolling, List<RollupCell> cells, RollupStanding before) {
    RollupStanding after = rolling.table().standing();
    assertThat(rolling.cells()).isEqualTo(cells);
    assertThat(after.watermark()).isEqualTo(before.watermark());
    assertThat(after.queued()).isEqualTo(before.queued()).isPositive();
  }
}
