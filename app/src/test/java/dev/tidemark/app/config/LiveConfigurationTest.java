package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.app.config.LiveConfiguration.Change;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.settings.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LiveConfigurationTest {

  private final LiveConfiguration live =
      new LiveConfiguration(loaded(Map.of()), SchemaLoader.load(SchemaLoader.SHIPPED));

  private static Loaded loaded(Map<String, String> environment) {
    return Loaded.from(
        new Surroundings(environment, Path.of("nowhere")),
        new Flags(),
        data -> StoredSettings.NONE);
  }

  private static StoredSettings version(long version, String document) {
    return StoredSettings.of(new Revision(version, document, Instant.EPOCH, ""));
  }

  @Test
  void take_goodValues_areThereForAllPartsAndSaid() {
    assertThat(live.take(version(3, "{\"sync.interval\":\"5m\",\"state.flush-threshold\":\"7\"}")))
        .containsExactly(
            new Change("sync.interval", "1h", "5m"),
            new Change("state.flush-threshold", "1000", "7"));

    assertThat(live.version()).isEqualTo(3);
    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
    assertThat(live.policies().schedule().interval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(live.policies().flush().threshold()).isEqualTo(7);
    assertThat(live.get().origin(Settings.SYNC_INTERVAL)).isEqualTo("settings version 3");
  }

  @Test
  void take_valueTakenOut_isTheOneBelow() {
    live.take(version(1, "{\"sync.interval\":\"5m\"}"));

    assertThat(live.take(version(2, "{}")))
        .containsExactly(new Change("sync.interval", "5m", "1h"));
  }

  @Test
  void take_noGood_leavesEverythingAsItWas() {
    live.take(version(1, "{\"sync.interval\":\"5m\"}"));

    assertThatThrownBy(
            () -> live.take(version(2, "{\"sync.interval\":\"soon\",\"colour\":\"red\"}")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("settings version 2: colour: no such setting")
        .hasMessageContaining("settings version 2: sync.interval: expected a duration");
    assertThat(live.version()).isEqualTo(1);
    assertThat(live.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void take_noCycleCouldKeepToIt_leavesEverythingAsItWas() {
    assertThatThrownBy(() -> live.take(version(2, "{\"sync.requests-per-hour\":\"1\"}")))
        .isInstanceOf(InvalidConfigurationException.class);
    assertThat(live.get(Settings.SYNC_REQUESTS_PER_HOUR)).isZero();
  }

  @Test
  void take_hiddenByTheEnvironment_changesNothing() {
    LiveConfiguration hidden =
        new LiveConfiguration(
            loaded(Map.of("TIDEMARK_SYNC_INTERVAL", "2h")),
            SchemaLoader.load(SchemaLoader.SHIPPED));

    assertThat(hidden.take(version(1, "{\"sync.interval\":\"5m\"}"))).isEmpty();
    assertThat(hidden.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofHours(2));
  }
}
