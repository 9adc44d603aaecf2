package dev.tidemark.app.cli;

import dev.tidemark.app.text.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets something be pushed to a target, or nothing for a while. */
abstract class TargetsSwitchCommand implements Runnable {

  private final Outside outside;
  private final boolean enabled;

  @Mixin private TargetWork work = new TargetWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "Which snapshot.")
  private String snapshot = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Which target.")
  private String name = "";

  private TargetsSwitchCommand(Outside outside, boolean enabled) {
    this.outside = outside;
    this.enabled = enabled;
  }

  @Override
  public void run() {
    Setup setup = work.setup(outside);
    work.change(setup, snapshot, name, targets -> targets.setEnabled(snapshot, name, enabled));
    PrintWriter out = spec.commandLine().getOut();
    if (work.json()) {
      Json.print(Json.object("snapshot", snapshot, "target", name, "enabled", enabled), out);
    } else {
      out.println(
          "target %s of %s is %s".formatted(name, snapshot, enabled ? "enabled" : "disabled"));
    }
  }

  @Command(
      name = "disable",
      description = "Push nothing to a target until it is enabled again; it stays in the list.")
  static final class Disable extends TargetsSwitchCommand {

    Disable(Outside outside) {
      super(outside, false);
    }
  }

  @Command(name = "enable", description = "Push to a target again: it gets the newest at once.")
  static final class Enable extends TargetsSwitchCommand {

    Enable(Outside outside) {
      super(outside, true);
    }
  }
}
