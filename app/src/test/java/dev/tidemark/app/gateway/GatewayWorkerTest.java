package dev.tidemark.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateEvent;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateStatus.Phase;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the gateway's weak tier is written by itself. The time is in the hands of the test. */
final class GatewayWorkerTest {

  private static final Duration TICK = Duration.ofSeconds(1);

  private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final RecordingListener told = new RecordingListener();
  private final AtomicReference<FlushPolicy> policy = new AtomicReference<>(Gateway.NEVER);
  @TempDir Path directory;
  private Application stores;
  private Gateway gateway;

  @BeforeEach
  void open() {
    stores =
        Application.start(
            new AmbientModule(clock, told),
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(StateSchema.class).toInstance(Tables.SCHEMA);
              }
            },
            new SqliteStateModule(SqliteStateConfig.in(directory)));
    StatePorts ports =
        new StatePorts(
            stores.get(StrongStore.class),
            stores.get(WeakStore.class),
            stores.get(ValueCaches.class));
    StateTerms terms = new StateTerms(policy::get, RepairGuard.DEFAULTS);
    Ambient ambient = new Ambient(clock, scheduler, new Random(1));
    StateEngine state = StateEngine.open(Tables.SCHEMA, ports, terms, ambient, scheduler, told);
    state.start();
    gateway = new Gateway(state, state).fill();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void threshold_reached_isWrittenAtTheNextLook() throws SQLException {
    policy.set(FlushPolicy.of(2, Duration.ofDays(1)));
    gateway.nodes.put(Values.node("a"));
    scheduler.advance(TICK.multipliedBy(10));
    assertThat(written()).as("below").isEqualTo("0 0 0 0 0");

    gateway.nodes.put(Values.node("b"));
    gateway.links.put(Values.link("s", "a"));
    scheduler.advance(TICK);

    assertThat(written()).isEqualTo("2 1 0 0 0");
  }

  @Test
  void threshold_loweredWhileItRuns_countsAtTheNextLook() throws SQLException {
    gateway.nodes.put(Values.node("a"));
    scheduler.advance(TICK.multipliedBy(10));
    assertThat(written()).as("before").isEqualTo("0 0 0 0 0");

    policy.set(FlushPolicy.of(0, Duration.ofDays(1)));
    scheduler.advance(TICK);

    assertThat(written()).isEqualTo("1 0 0 0 0");
  }

  @Test
  void interval_passed_isWrittenHoweverFewThereAre() throws SQLException {
    policy.set(FlushPolicy.of(1_000, Duration.ofMinutes(5)));
    gateway.nodes.put(Values.node("a"));
    scheduler.advance(Duration.ofSeconds(299));
    assertThat(written()).as("before").isEqualTo("0 0 0 0 0");

    scheduler.advance(TICK);

    assertThat(written()).isEqualTo("1 0 0 0 0");
  }

  @Test
  void nothingDirty_isNeverAnErrorNorAFlush() {
    policy.set(FlushPolicy.of(0, Duration.ZERO));

    scheduler.advance(TICK.multipliedBy(100));

    assertThat(told.events()).isEmpty();
    assertThat(gateway.state.status().last().number()).isZero();
  }

  @Test
  void failure_isToldAndTriedAgainSoon_howeverLongTheInterval() throws SQLException {
    policy.set(FlushPolicy.of(1, Duration.ofDays(1)));
    RawFile cache = RawFile.cache(directory).execute("ALTER TABLE leases RENAME TO elsewhere");
    gateway.putAll("n");
    scheduler.advance(TICK.multipliedBy(2));
    assertThat(gateway.state.status().failures()).isGreaterThanOrEqualTo(1);
    assertThat(gateway.state.status().lastError())
        .hasValueSatisfying(error -> assertThat(error).contains("cache.db"));

    cache.execute("ALTER TABLE elsewhere RENAME TO leases");
    policy.set(Gateway.NEVER);
    scheduler.advance(Duration.ofMinutes(1));

    assertThat(written()).isEqualTo("1 1 1 1 1");
    assertThat(gateway.state.status().failures()).isZero();
    assertThat(told.events(StateEvent.FlushFailed.class)).isNotEmpty();
  }

  @Test
  void stop_writesWhatIsDirtyAndRefusesWhatFollows() throws SQLException {
    gateway.putAll("n");

    gateway.state.stop();

    assertThat(written()).isEqualTo("1 1 1 1 1");
    assertThat(gateway.state.status().phase()).isEqualTo(Phase.STOPPED);
    assertThatThrownBy(() -> gateway.nodes.put(Values.node("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("change the weak state: the state was stopped");
    assertThatThrownBy(() -> gateway.platforms.delete(RowKey.of("p")))
        .hasMessage("delete platforms: the state was stopped");
    assertThat(scheduler.waiting()).isZero();
  }

  @Test
  void stop_twice_isOnce() {
    gateway.putAll("n");
    gateway.state.stop();
    long number = gateway.state.status().last().number();

    gateway.state.stop();

    assertThat(gateway.state.status().last().number()).isEqualTo(number);
  }

  /** With the threads of a real application. */
  @Test
  void application_byItself_writesWithinASecondOrTwo() throws SQLException {
    Path other = directory.resolve("other");
    FlushPolicy atOnce = FlushPolicy.of(2, Duration.ofDays(1));
    SqliteStateModule module = new SqliteStateModule(SqliteStateConfig.in(other));
    try (Gateway real = Gateway.open(module, () -> atOnce, told)) {
      real.fill("n");

      await("flush")
          .atMost(Duration.ofSeconds(60))
          .until(() -> RawFile.cache(other).counts().equals("1 1 1 1 1"));
    }
  }

  @Test
  void application_closed_writesTheRest() throws SQLException {
    Path other = directory.resolve("other");

    Gateway.open(other).fill("a", "b").close();

    assertThat(RawFile.cache(other).counts()).isEqualTo("2 2 2 2 2");
  }

  private String written() throws SQLException {
    return RawFile.cache(directory).counts();
  }
}
