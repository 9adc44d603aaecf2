package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works with a replica. */
final class ReplicaOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file instead of tidemark.yaml in this directory.")
  private @Nullable String configFile;

  @Option(names = "--data", paramLabel = "DIR", description = "Directory that holds the replica.")
  private @Nullable String data;

  @Option(
      names = "--schema",
      paramLabel = "NAME|FILE",
      description = "What the upstream looks like: peeringdb, or a schema file.")
  private @Nullable String schema;

  @Option(names = "--json", description = "Write JSON to standard output, and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }

  Flags flags() {
    return new Flags()
        .configFile(configFile)
        .set(Settings.DATA, "--data", data)
        .set(Settings.SCHEMA, "--schema", schema);
  }
}
