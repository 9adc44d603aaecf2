package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.snapshot.ManifestCheck;
import dev.tidemark.core.snapshot.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The keys of the configuration that snapshots must be signed with. */
final class TrustedSigners {

  private TrustedSigners() {}

  /**
   * Asks for a signature of one of them; for none if none are configured.
   *
   * @throws InvalidConfigurationException if the file holds anything else
   */
  static ManifestCheck of(Configuration configuration) {
    return configuration
        .find(EdgeSettings.TRUSTED_KEYS)
        .<ManifestCheck>map(file -> read(file)::objection)
        .orElse(ManifestCheck.NONE);
  }

  private static TrustedKeys read(Path file) {
    try {
      return TrustedKeys.of(List.of(Files.readString(file)));
    } catch (IOException unreadable) {
      throw wrong(file, Yaml.reason(unreadable));
    } catch (IllegalArgumentException noKey) {
      throw wrong(file, String.valueOf(noKey.getMessage()));
    }
  }

  private static InvalidConfigurationException wrong(Path file, String why) {
    return new InvalidConfigurationException(
        "configuration", List.of("%s: %s: %s".formatted(EdgeSettings.TRUSTED_KEYS, file, why)));
  }
}
