package dev.tidemark.app.cli;

import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.state.StateEngine;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "remove",
    description = "Remove a token, and the totals counted for it. It is refused from now on.")
final class TokenRemoveCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Which one.")
  private String name = "";

  TokenRemoveCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    State state = Setup.of(outside, replica.flags()).state();
    try (Application application = state.openToWrite()) {
      new ApiTokens(application.get(StateEngine.class)).remove(name);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(Json.object("removed", name), out);
    } else {
      out.println("token %s is removed".formatted(name));
    }
  }
}
