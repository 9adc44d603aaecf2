package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Asking;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.SyncPolicy.Guards;
import dev.tidemark.core.sync.SyncPolicy.Sweep;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PoliciesTest {

  private static final Schema PEERINGDB = SchemaLoader.load(SchemaLoader.SHIPPED);

  @TempDir private Path directory;

  @Test
  void of_nothingSet_isTheDefaultsOfTheCore() {
    Policies policies = policies(Map.of());

    assertThat(policies.sync()).isEqualTo(SyncPolicy.defaults());
    assertThat(policies.schedule()).isEqualTo(SchedulePolicy.every(Duration.ofHours(1)));
  }

  @Test
  void of_everythingSet_isAllThere() throws IOException {
    Files.writeString(
        directory.resolve("tidemark.yaml"),
        """
        sync:
          mode: full
          interval: 10m
          full-interval: 0s
          timeout: 5m
          atomicity: per-type
          history: true
          requests-per-hour: 20
          tombstone-retention: 90d
          parent-requests: 7
          parent-time: 1m
          sweep-rows: 250
          sweep-share: 1%
          list-share: 60%
          undecodable-share: 2%
          memory-limit: 1GB
          heap-warning: 300MB
          resident-warning: 0
        """);

    Policies policies = policies(Map.of());

    assertThat(policies.sync())
        .isEqualTo(
            SyncPolicy.builder()
                .fullInterval(Duration.ZERO)
                .timeout(Duration.ofMinutes(5))
                .atomicity(Atomicity.PER_TYPE)
                .history(true)
                .requestsPerHour(20)
                .retention(Duration.ofDays(90))
                .parents(new Asking(100, 7, Duration.ofMinutes(1)))
                .sweep(new Sweep(new Asking(100, 3, Duration.ofMinutes(5)), 250, 0.01))
                .guards(new Guards(1L << 30, 300L << 20, 0, 0.6, 0.02))
                .build());
    assertThat(policies.schedule())
        .isEqualTo(SchedulePolicy.every(Duration.ofMinutes(10)).withMode(Mode.FULL));
  }

  @Test
  void of_fewerRequestsThanTypes_saysHowManyThereMustBe() {
    assertThatThrownBy(() -> policies(Map.of("TIDEMARK_SYNC_REQUESTS_PER_HOUR", "12")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "configuration: TIDEMARK_SYNC_REQUESTS_PER_HOUR: sync.requests-per-hour: expected at"
                + " least 13, one request for each type of the schema peeringdb, or 0 for no limit;"
                + " found 12");
  }

  @Test
  void of_asManyRequestsAsTypes_isEnough() {
    assertThat(policies(Map.of("TIDEMARK_SYNC_REQUESTS_PER_HOUR", "13")).sync().requestsPerHour())
        .isEqualTo(13);
  }

  @Test
  void load_interval0_isAProblem() {
    assertThatThrownBy(() -> policies(Map.of("TIDEMARK_SYNC_INTERVAL", "0s")))
        .hasMessageContaining("sync.interval: expected a duration above 0, found \"0s\"");
  }

  private Policies policies(Map<String, String> environment) {
    return Policies.of(
        ConfigurationLoader.load(new Surroundings(environment, directory), new Flags()), PEERINGDB);
  }
}
