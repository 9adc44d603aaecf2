package dev.tidemark.app.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.app.StateFiles;
import dev.tidemark.app.TestState;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiMinutesTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:59.999Z");
  private static final String HERE = "here:1";
  private static final String STATUS = "GET /status";

  @TempDir Path directory;
  private final ManualClock clock = ManualClock.at(NOW);

  private StateFiles files() {
    return new StateFiles(directory, clock);
  }

  private ApiMinutes minutes(StateEngine state) {
    return new ApiMinutes(state, clock);
  }

  private ApiMinutes minutes(Application application) {
    return minutes(application.get(StateEngine.class));
  }

  private List<String> stored() {
    return files().weakRows("api_minute");
  }

  @Test
  void count_flushedAndRestarted_goesOnInTheSameMinute() {
    try (Application application = files().open()) {
      ApiMinutes minutes = minutes(application);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      application.get(StateEngine.class).flush();
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 204);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 301);
      minutes.count(HERE, Client.withToken("ci"), STATUS, 200);
    }
    try (Application application = files().open()) {
      minutes(application).count(HERE, Client.ANONYMOUS, STATUS, 200);
    }

    assertThat(stored())
        .containsExactly(
            "here:1 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 3",
            "here:1 29605470 anonymous GET /status 3xx 2026-04-16T08:30:00Z 1",
            "here:1 29605470 ci GET /status 2xx 2026-04-16T08:30:00Z 1");
  }

  @Test
  void count_clockSetForthAndBack_countsInTheMinuteThatItShows() {
    try (Application application = files().open()) {
      ApiMinutes minutes = minutes(application);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      clock.advance(Duration.ofMillis(1));
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      application.get(StateEngine.class).flush();
      clock.set(NOW);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      clock.set(Instant.parse("1969-12-31T23:59:30Z"));
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
    }

    assertThat(stored())
        .containsExactly(
            "here:1 -1 anonymous GET /status 2xx 1969-12-31T23:59:00Z 1",
            "here:1 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 2",
            "here:1 29605471 anonymous GET /status 2xx 2026-04-16T08:31:00Z 1");
  }

  @Test
  void count_twoServers_eachForItself() {
    try (Application application = files().open()) {
      minutes(application).count(HERE, Client.ANONYMOUS, STATUS, 200);
      minutes(application).count("there:2", Client.ANONYMOUS, STATUS, 200);
    }

    assertThat(stored())
        .containsExactly(
            "here:1 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 1",
            "there:2 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 1");
  }

  @Test
  void count_tokenRemoved_stays() {
    try (Application application = files().open()) {
      StateEngine state = application.get(StateEngine.class);
      ApiTokens tokens = new ApiTokens(state);
      Client client = tokens.find(tokens.add("ci").secret()).orElseThrow();
      minutes(state).count(HERE, client, STATUS, 200);
      state.flush();

      tokens.remove("ci");
    }

    assertThat(stored())
        .containsExactly("here:1 29605470 ci GET /status 2xx 2026-04-16T08:30:00Z 1");
  }

  @Test
  void forgetBefore_minutesOfAllServers_removesThoseThatWereOver() {
    try (Application application = files().open()) {
      ApiMinutes minutes = minutes(application);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      minutes.count("there:2", Client.ANONYMOUS, STATUS, 500);
      clock.advance(Duration.ofMinutes(1));
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      application.get(StateEngine.class).flush();
      clock.advance(Duration.ofMinutes(1));
      minutes.count("there:2", Client.ANONYMOUS, STATUS, 200);

      assertThat(minutes.forgetBefore(NOW)).isZero();
      assertThat(stored()).hasSize(4);
      assertThat(minutes.forgetBefore(NOW.plusSeconds(60))).isEqualTo(2);

      List<String> kept =
          List.of(
              "here:1 29605471 anonymous GET /status 2xx 2026-04-16T08:31:00Z 1",
              "there:2 29605472 anonymous GET /status 2xx 2026-04-16T08:32:00Z 1");
      assertThat(stored()).isEqualTo(kept);
      assertThat(minutes.forgetBefore(NOW.plusSeconds(60))).isZero();
      assertThat(stored()).isEqualTo(kept);
    }
  }

  @Test
  void forgetBefore_minuteCountedAgain_beginsAtOne() {
    try (Application application = files().open()) {
      ApiMinutes minutes = minutes(application);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      minutes.forgetBefore(NOW.plusSeconds(60));

      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
    }

    assertThat(stored())
        .containsExactly("here:1 29605470 anonymous GET /status 2xx 2026-04-16T08:30:00Z 1");
  }

  @Test
  void forgetBefore_moreThanAtOnce_removesAllInParts() {
    int all = 2 * ApiMinutes.FORGOTTEN_AT_ONCE + 1;
    try (Application application = files().open()) {
      StateEngine state = application.get(StateEngine.class);
      ApiMinutes minutes = minutes(state);
      for (int i = 0; i < all; i++) {
        clock.advance(Duration.ofMinutes(1));
        minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      }
      clock.advance(Duration.ofMinutes(1));
      minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
      state.flush();
      long before = state.status().last().number();

      assertThat(minutes.forgetBefore(clock.instant())).isEqualTo(all);

      assertThat(state.status().last().number()).isGreaterThanOrEqualTo(before + 3);
      assertThat(stored()).hasSize(1);
    }
  }

  /** Who keeps what the store removes would lose it otherwise. */
  @Test
  void forgetBefore_notWritten_writesItFirst() {
    TestState stores = new TestState(clock);
    StateEngine state = stores.open();
    minutes(state).count(HERE, Client.ANONYMOUS, STATUS, 200);

    assertThat(minutes(state).forgetBefore(NOW.plusSeconds(60))).isEqualTo(1);

    assertThat(stores.weak.flushes())
        .satisfiesExactly(
            steps -> assertThat(steps.get(0)).isInstanceOf(FlushStep.Upsert.class),
            steps -> assertThat(steps.get(0)).isInstanceOf(FlushStep.Delete.class));
  }

  @Test
  void forgetBefore_storeFails_throwsAndIsDoneByTheNextFlush() {
    TestState stores = new TestState(clock);
    StateEngine state = stores.open();
    ApiMinutes minutes = minutes(state);
    minutes.count(HERE, Client.ANONYMOUS, STATUS, 200);
    state.flush();
    stores.weak.failNext(new StorageException("write: disk gone", true));

    assertThatThrownBy(() -> minutes.forgetBefore(NOW.plusSeconds(60)))
        .isInstanceOf(StorageException.class)
        .hasMessage("write: disk gone");

    assertThat(state.flush().deletes()).isEqualTo(1);
  }

  @Test
  void open_fileWithoutTheTable_getsItAndKeepsWhatIsThere() {
    try (Application application = files().open(withoutMinutes())) {
      new ApiUsage(application.get(StateEngine.class), clock)
          .count(HERE, Client.ANONYMOUS, STATUS, false);
    }
    try (Application application = files().open()) {
      minutes(application).count(HERE, Client.ANONYMOUS, STATUS, 200);
    }

    assertThat(stored()).hasSize(1);
    assertThat(files().weakRows("api_usage")).hasSize(1);
  }

  private static StateSchema withoutMinutes() {
    StateSchema schema = ApplicationState.schema();
    Schema weak = schema.weak();
    EntityType[] older =
        weak.types().stream()
            .filter(type -> !type.equals(ApiMinutes.TYPE))
            .toArray(EntityType[]::new);
    return StateSchema.of(schema.strong(), schema.strong().below(weak.name(), older));
  }
}
