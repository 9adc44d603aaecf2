package dev.tidemark.app.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Tidemark this is. */
final class Version implements IVersionProvider {

  /** As in the manifest of the jar; {@code development} without one. */
  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "tidemark %s (Java %s)".formatted(number(), System.getProperty("java.version"))
    };
  }
}
