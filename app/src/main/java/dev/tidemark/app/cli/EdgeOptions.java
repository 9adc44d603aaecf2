package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works with an edge, which knows no schema. */
final class EdgeOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file instead of tidemark.yaml in this directory.")
  private @Nullable String configFile;

  @Option(names = "--data", paramLabel = "DIR", description = "Directory that holds the snapshots.")
  private @Nullable String data;

  @Option(names = "--json", description = "Write JSON to standard output, and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  Flags flags() {
    return new Flags().configFile(configFile).set(Settings.DATA, "--data", data);
  }
}
