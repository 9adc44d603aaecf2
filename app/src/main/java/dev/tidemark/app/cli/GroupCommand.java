package dev.tidemark.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that is of use with one below it: on its own it shows what there is. */
abstract class GroupCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "settings",
      description = {
        "Show and change the settings that are stored with the state.",
        "All processes on the data directory heed them; a running serve within a second."
      },
      synopsisSubcommandLabel = "COMMAND")
  static final class Settings extends GroupCommand {}

  @Command(
      name = "token",
      description = "Give out and take back the tokens that POST /sync asks for.",
      synopsisSubcommandLabel = "COMMAND")
  static final class Tokens extends GroupCommand {}

  @Command(
      name = "mirror",
      description = {
        "Look at the mirrors, compare them with the replica, and put them right.",
        "serve keeps them by itself; these can be used beside it."
      },
      synopsisSubcommandLabel = "COMMAND")
  static final class Mirrors extends GroupCommand {}

  @Command(
      name = "rollup",
      description = {
        "Look at what is added up by the hour, and see to it that it is right.",
        "serve keeps it by itself; these can be used beside it."
      },
      synopsisSubcommandLabel = "COMMAND")
  static final class Rollups extends GroupCommand {}

  @Command(
      name = "jobs",
      description = {
        "Look at the work that comes back: what has run, what became of it, what waits.",
        "serve runs the jobs; these can be used beside it."
      },
      synopsisSubcommandLabel = "COMMAND")
  static final class Jobs extends GroupCommand {}

  @Command(
      name = "snapshot",
      description = {
        "Look at the snapshots that are specified, and build, show and verify their files.",
        "publish and serve build and push them; edge takes them."
      },
      synopsisSubcommandLabel = "COMMAND")
  static final class Snapshots extends GroupCommand {}

  @Command(
      name = "targets",
      description = {
        "Say whom snapshots are pushed to, beside the targets in tidemark.yaml.",
        "A running serve takes changes up within a second."
      },
      synopsisSubcommandLabel = "COMMAND")
  static final class Targets extends GroupCommand {}

  @Command(
      name = "certs",
      description = "Make certificates for those who push snapshots and those who take them.",
      synopsisSubcommandLabel = "COMMAND")
  static final class Certificates extends GroupCommand {}
}
