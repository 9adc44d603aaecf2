package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that take names of tables for lower ones, as those on Windows do. MySQL does so only with
 * data that were made so, which those of the tests are not.
 */
@Tag("proof")
final class LoweredNamesTest {

  private static final RollupPlan PLAN = UsageRollup.CAPTURED.plan();

  static Stream<MySqlServer> servers() {
    return MySqlServer.startable().filter(server -> server.toString().equals("mariadb"));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void prepare_serverThatLowersNames_findsItsTriggersAgain(MySqlServer server) {
    try (MySqlInstance lowering = server.startAnother("--lower-case-table-names=1");
        MySqlRollupPlace place = new MySqlRollupPlace(lowering.createDatabase())) {
      MySqlRollupStore store = place.newStore(MySqlPlace.config(place.database()).withPrefix("M_"));
      store.prepare(PLAN);
      String made =
          "SELECT trigger_name, created FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1";
      Object triggers = place.database().rows(made);

      store.prepare(PLAN);

      assertThat(place.database().rows(made)).isEqualTo(triggers).isNotEqualTo(List.of());
    }
  }
}
