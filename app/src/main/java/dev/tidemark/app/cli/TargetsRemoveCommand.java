package dev.tidemark.app.cli;

import dev.tidemark.app.text.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "remove",
    description = "Push a snapshot to a target no longer. What the target has stays there.")
final class TargetsRemoveCommand implements Runnable {

  private final Outside outside;

  @Mixin private TargetWork work = new TargetWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "Which snapshot.")
  private String snapshot = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "Which target.")
  private String name = "";

  TargetsRemoveCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = work.setup(outside);
    work.change(setup, snapshot, name, targets -> targets.remove(snapshot, name));
    PrintWriter out = spec.commandLine().getOut();
    if (work.json()) {
      Json.print(Json.object("snapshot", snapshot, "removed", name), out);
    } else {
      out.println("target %s of %s is removed".formatted(name, snapshot));
    }
  }
}
