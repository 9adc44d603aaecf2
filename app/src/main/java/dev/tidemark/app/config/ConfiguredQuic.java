package dev.tidemark.app.config;

import dev.tidemark.adapter.quic.QuicConfig;
import java.util.Optional;

/** How snapshots travel, as the configuration says. */
public final class ConfiguredQuic {

  private ConfiguredQuic() {}

  /** Empty if this node has no certificate, and does not do without one. */
  public static Optional<QuicConfig> of(Configuration configuration) {
    return configuration.get(QuicSettings.INSECURE)
        ? Optional.of(QuicConfig.insecure())
        : configuration
            .find(QuicSettings.CERTIFICATE)
            .map(
                certificate ->
                    QuicConfig.mutual(
                        new QuicConfig.Identity(
                            certificate,
                            configuration.find(QuicSettings.KEY).orElseThrow(),
                            configuration.find(QuicSettings.CA).orElseThrow())));
  }
}
