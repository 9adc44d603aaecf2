package dev.tidemark.app.cli;

import picocli.CommandLine.Option;

/** The options of a command that needs no configuration. */
final class OutputOptions {

  @Option(names = "--json", description = "Write JSON to standard output, and nothing else.")
  private boolean json;

  boolean json() {
    return json;
  }
}
