package dev.tidemark.app.config;

import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.core.InvalidConfigurationException;
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
    List<String> problems = problems(configuration);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("configuration", problems);
    }
    return proving(configuration)
        .map(quic -> configuration.get(PublishSettings.V1_GZIP) ? quic.packingVersion1() : quic);
  }

  private static Optional<QuicConfig> proving(Configuration configuration) {
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

  /** Each file of this node that cannot be read. */
  static List<String> problems(Configuration configuration) {
    return QuicSettings.FILES.stream()
        .flatMap(each -> NamedFile.problem(configuration, each).stream())
        .map(problem -> problem + "; certs init makes some for trying it out")
        .toList();
  }

  /** Whether it says how at all. */
  static boolean isSaid(Configuration configuration) {
    return configuration.get(QuicSettings.INSECURE)
        || configuration.find(QuicSettings.CERTIFICATE).isPresent();
  }
}
