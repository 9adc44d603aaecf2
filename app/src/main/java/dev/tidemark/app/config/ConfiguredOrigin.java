package dev.tidemark.app.config;

import dev.tidemark.adapter.http.HttpOriginConfig;
import dev.tidemark.adapter.http.HttpOriginConfig.TrustStore;
import dev.tidemark.core.settings.Password;
import java.util.Optional;

/** Who gets the requests for which an edge has no answer, as the configuration says. */
public final class ConfiguredOrigin {

  private ConfiguredOrigin() {}

  /**
   * Empty if nobody does. What keeps it from being reached is told by {@link ConfiguredEdge#of}.
   *
   * @throws IllegalArgumentException if its trust store cannot be read
   */
  public static Optional<HttpOriginConfig> of(Configuration configuration) {
    return configuration
        .find(EdgeSettings.ORIGIN)
        .map(HttpOriginConfig::of)
        .map(origin -> trust(configuration).map(origin::withTrust).orElse(origin));
  }

  private static Optional<TrustStore> trust(Configuration configuration) {
    return configuration
        .find(EdgeSettings.ORIGIN_TRUST_STORE)
        .map(file -> new TrustStore(file, keyTo(configuration)));
  }

  private static Password keyTo(Configuration configuration) {
    return configuration.find(EdgeSettings.ORIGIN_TRUST_STORE_PASSWORD).orElse(Password.NONE);
  }
}
