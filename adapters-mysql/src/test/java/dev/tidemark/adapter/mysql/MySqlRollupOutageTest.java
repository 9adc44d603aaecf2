package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An advance that is ended when all is written and nothing committed; and other work in between.
 */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
@Timeout(180)
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
        Future<Boolean> stillInterrupted =
            threads.submit(
                () ->
                    isCancelled(
                        rolling::advance,
                        "advance rollup usage_captured in mirror reporting was stopped; nothing was changed"));
        rolling.awaitWaiting();
        threads.shutdownNow();

        assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> rolling.waiting().isEmpty());
        holder.rollback();
      }

      assertUntouched(rolling, cells, before);
      rolling.advance();
      rolling.assertConverged();
    }
  }

  /** Some of it may have been noted long before. */
  @Test
  void compare_interruptedWhenItNotes_doesNotClaimThatNothingIsNoted() throws Exception {
    try (Rolling rolling = Rolling.complete(server.createDatabase(), UsageRollup.CAPTURED.plan())) {
      change(rolling);
      rolling.advance();
      rolling.place().removeCell(UsageRollup.CAPTURED.plan(), rolling.cells().get(0));
      try (Connection holder = rolling.holdStandings()) {
        Future<Boolean> stillInterrupted =
            threads.submit(
                () ->
                    isCancelled(
                        () -> rolling.table().compare(Rolling.ALL),
                        "compare rollup usage_captured in mirror reporting was stopped; what it had found until then may be noted"));
        rolling.awaitWaiting("UPDATE `m__rollup`%");
        threads.shutdownNow();

        assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
        holder.rollback();
      }

      assertThat(rolling.table().compare(Rolling.ALL).mismatches()).isEqualTo(1);
      rolling.advance();
      rolling.assertConverged();
    }
  }

  /** Its triggers are gone for good, each by itself. */
  @Test
  void retire_interrupted_doesNotClaimThatNothingIsRetired() throws Exception {
    RollupPlan plan = UsageRollup.CAPTURED.plan();
    try (Rolling rolling = Rolling.complete(server.createDatabase(), plan)) {
      change(rolling);
      String notes = new RollupNames(MySqlPlace.PREFIX, plan.name()).notes();
      try (Connection holder = rolling.begin("SELECT * FROM " + notes + " FOR UPDATE")) {
        Future<Boolean> stillInterrupted =
            threads.submit(
                () ->
                    isCancelled(
                        () -> rolling.store().retire(Set.of()),
                        "retire rollups in mirror reporting was stopped; some may be retired already"));
        rolling.awaitWaiting("DELETE FROM `" + notes + "`");
        threads.shutdownNow();

        assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
        holder.rollback();
      }

      assertThat(triggers(rolling)).isEmpty();
      rolling.store().retire(Set.of());
    }
  }

  private static List<?> triggers(Rolling rolling) {
    return rolling
        .database()
        .rows(
            "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()");
  }

  private static boolean isCancelled(ThrowingCallable work, String message) {
    assertThatThrownBy(work).isInstanceOf(CancelledException.class).hasMessage(message);
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
