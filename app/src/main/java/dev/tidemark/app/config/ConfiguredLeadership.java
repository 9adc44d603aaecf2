package dev.tidemark.app.config;

import dev.tidemark.adapter.mysql.MySqlLeadershipConfig;
import java.util.Optional;

/** Whose lock says which process writes, where that is not the one in the data directory. */
public final class ConfiguredLeadership {

  private ConfiguredLeadership() {}

  /**
   * Empty if the configuration names no server.
   *
   * @throws IllegalArgumentException if what it says does not go together
   */
  public static Optional<MySqlLeadershipConfig> of(Configuration configuration) {
    return configuration
        .find(Settings.LEADERSHIP.url())
        .map(
            url ->
                MySqlLeadershipConfig.of(
                    Settings.LEADERSHIP.of(configuration),
                    configuration.get(Settings.LEADERSHIP_NAME)));
  }
}
