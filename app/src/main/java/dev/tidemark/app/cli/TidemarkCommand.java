package dev.tidemark.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: on its own it shows what there is. */
@Command(
    name = "tidemark",
    description = "Keeps a complete, queryable copy of a REST API in a SQLite file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, or types were left out",
      "2:usage or configuration",
      "3:no more requests for now; the message says when to try again",
      "4:a mirror differs from the replica, or a rollup from its events",
      "130:stopped by Ctrl-C, which ends serve with 0"
    })
final class TidemarkCommand implements Runnable {

  /** Read by the logging configuration, before anything logs. */
  static final String LOG_LEVEL = "tidemark.log.level";

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where a failure came from.")
  private boolean stacktrace;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what the parts do, on standard error.")
  void verbose(boolean verbose) {
    if (verbose) {
      System.setProperty(LOG_LEVEL, "INFO");
    }
  }

  /** What runs for long tells what it does, unless told otherwise. */
  static void logLifeCycle() {
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "INFO");
    }
  }

  boolean stacktrace() {
    return stacktrace;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
