package dev.tidemark.app.config;

import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.core.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How snapshots travel, as the configuration says. */
public final class ConfiguredQuic {

  private ConfiguredQuic() {}

  /**
   * Empty if this node has no certificate, and does not do without one.
   *
   * @throws InvalidConfigurationException with each of its files that cannot be read
   */
  public static Optional<QuicConfig> of(Configuration configuration) {
    List<String> problems =
        QuicSettings.FILES.stream().flatMap(each -> problem(configuration, each).stream()).toList();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("configuration", problems);
    }
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

  private static Optional<String> problem(Configuration configuration, Setting<Path> setting) {
    return configuration
        .find(setting)
        .filter(file -> !Files.isReadable(file))
        .map(
            file ->
                "%s: %s: %s: %s; certs init makes some for trying it out"
                    .formatted(
                        configuration.origin(setting),
                        setting,
                        Files.exists(file) ? "permission denied" : "no such file",
                        file));
  }
}
