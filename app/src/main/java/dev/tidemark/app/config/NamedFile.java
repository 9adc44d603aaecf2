package dev.tidemark.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that a setting names, looked at by those who use it. */
final class NamedFile {

  private NamedFile() {}

  /** Why it cannot be read; empty if it can, or none is named. */
  static Optional<String> problem(Configuration configuration, Setting<Path> setting) {
    return configuration
        .find(setting)
        .filter(file -> !Files.isReadable(file))
        .map(
            file ->
                "%s: %s: %s: %s"
                    .formatted(
                        configuration.origin(setting),
                        setting,
                        Files.exists(file) ? "permission denied" : "no such file",
                        file));
  }
}
