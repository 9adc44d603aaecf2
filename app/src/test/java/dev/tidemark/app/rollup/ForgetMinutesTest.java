package dev.tidemark.app.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.tidemark.adapter.sqlite.SqliteRollupConfig;
import dev.tidemark.adapter.sqlite.SqliteRollupModule;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.app.state.ApplicationState;
import dev.tidemark.app.state.Client;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.RollupModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.job.Job;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.job.JobRun;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Minutes in a real file, and the rollup that keeps what they add up to. */
final class ForgetMinutesTest {

  private static final Instant HOUR = Instant.parse("2026-04-16T08:00:00Z");
  private static final Span ALL = new Span(HOUR, HOUR.plus(Duration.ofDays(9)));

  @TempDir Path directory;
  private final ManualClock clock = ManualClock.at(HOUR.plus(Duration.ofMinutes(30)));
  @AutoClose private Application application;

  @BeforeEach
  void start() {
    application =
        Application.start(
            new AmbientModule(clock, Listener.NONE),
            new StateModule(ApplicationState.schema()),
            new SqliteStateModule(SqliteStateConfig.in(directory)),
            new RollupModule(
                ShippedRollups.all().stream()
                    .filter(each -> each.place().equals(ShippedRollups.STATE))
                    .toList(),
                "process 1 on node",
                () -> RollupPolicy.DEFAULTS),
            new SqliteRollupModule(SqliteRollupConfig.ofWeakState(directory)),
            new ForgetMinutesModule());
    count(3);
    clock.advance(Duration.ofDays(3));
    count(2);
  }

  @Test
  void run_rollupNeverFilled_forgetsNothing() {
    assertThat(run().notes()).containsKey("not yet");

    application.get(StateEngine.class).flush();
    requests().backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));
    assertThat(sums()).containsExactly(3L, 2L);
  }

  @Test
  void run_rollupThatIsComplete_forgetsWhatIsOldAndItsSumsStay() {
    requests().backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));

    assertThat(run()).isEqualTo(JobResult.of(1));
    assertThat(run()).isEqualTo(JobResult.NOTHING);
    requests().settle();
    requests().backfill(BackfillRequest.by(RollupPolicy.DEFAULTS).again());
    assertThat(sums()).containsExactly(3L, 2L);
  }

  @Test
  void run_requestsThatWereNotWrittenYet_areAddedUpBeforeTheyAreForgotten() {
    requests().backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));
    clock.advance(Duration.ofDays(3));

    run();

    requests().settle();
    assertThat(sums()).containsExactly(3L, 2L);
  }

  @Test
  void run_anotherIsAtTheRollup_saysWhoAndForgetsNothing() throws SQLException {
    requests().backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));
    execute(
        "UPDATE _rollup SET lease_holder = 'process 7', lease_until ="
            + " strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+2 hours')");

    JobResult result = run();
    assertThat(result.rows()).isZero();
    assertThat(result.notes().get("busy")).startsWith("process 7 is at it until 20");
  }

  @Test
  void run_rollupThatCannotBeWritten_failsWithTheReason() throws SQLException {
    requests().backfill(BackfillRequest.by(RollupPolicy.DEFAULTS));
    count(1);
    application.get(StateEngine.class).flush();
    execute(
        "CREATE TRIGGER full BEFORE INSERT ON _rollup_requests"
            + " BEGIN SELECT RAISE(ABORT, 'no room'); END");

    assertThatThrownBy(this::run)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("a trigger of the table refused it");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("cache.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void count(int requests) {
    StateEngine state = application.get(StateEngine.class);
    ApiMinutes minutes = new ApiMinutes(state, clock);
    for (int i = 0; i < requests; i++) {
      minutes.count("here", Client.ANONYMOUS, "GET /status", 200);
    }
  }

  private JobResult run() {
    Job job =
        application.get(Key.get(new TypeLiteral<Set<Job>>() {})).stream()
            .filter(each -> each.name().equals("forget-minutes"))
            .findFirst()
            .orElseThrow();
    return job.handler().run(new JobRun(job.name(), Job.GLOBAL, clock.instant(), 1));
  }

  private Rollup requests() {
    return application.get(Rollups.class).named(ShippedRollups.REQUESTS).get(0);
  }

  private List<Object> sums() {
    return requests()
        .read(
            ALL,
            cells -> {
              List<Object> sums = new ArrayList<>();
              cells.forEachRemaining((RollupCell cell) -> sums.add(cell.measures().get(0)));
              return sums;
            });
  }
}
