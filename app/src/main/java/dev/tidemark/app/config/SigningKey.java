package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.snapshot.ManifestSigner;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The key of the configuration that snapshots are signed with. */
public final class SigningKey {

  private SigningKey() {}

  /**
   * Signs with it; nothing at all if none is configured.
   *
   * @throws InvalidConfigurationException if it is none
   */
  public static Function<SnapshotManifest, SignedManifest> of(Configuration configuration) {
    return configuration
        .find(PublishSettings.SIGNING_KEY)
        .<Function<SnapshotManifest, SignedManifest>>map(file -> read(file)::sign)
        .orElse(SignedManifest::unsigned);
  }

  private static ManifestSigner read(Path file) {
    try {
      return ManifestSigner.of(Files.readString(file));
    } catch (IOException unreadable) {
      throw wrong(file, Yaml.reason(unreadable));
    } catch (IllegalArgumentException noKey) {
      throw wrong(file, String.valueOf(noKey.getMessage()));
    }
  }

  private static InvalidConfigurationException wrong(Path file, String why) {
    return new InvalidConfigurationException(
        "configuration", List.of("%s: %s: %s".formatted(PublishSettings.SIGNING_KEY, file, why)));
  }
}
