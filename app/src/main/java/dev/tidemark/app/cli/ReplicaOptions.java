package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The options of every command that works with a replica. */
final class ReplicaOptions {

  @ParentCommand private TidemarkCommand above = new TidemarkCommand();

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
    return above
        .flags()
        .set(Settings.DATA, "--data", data)
        .set(Settings.SCHEMA, "--schema", schema);
  }
}
