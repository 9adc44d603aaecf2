package dev.tidemark.app.cli;

import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.state.StateEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    description = "Make a token, and print it: this once, since only its hash is kept.")
final class TokenAddCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Whose it is: small letters, digits, . _ -")
  private String name = "";

  TokenAddCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    ApiTokens.Issued issued = add();
    if (replica.json()) {
      Json.print(
          Json.object(
              "name", issued.token().name(),
              "token", issued.secret(),
              "createdAt", issued.token().createdAt()),
          spec.commandLine().getOut());
    } else {
      spec.commandLine().getOut().println(issued.secret());
      spec.commandLine().getErr().println("keep it: it is not shown again");
    }
  }

  private ApiTokens.Issued add() {
    State state = Setup.of(outside, replica.flags()).state();
    try (Application application = state.openToWrite()) {
      return new ApiTokens(application.get(StateEngine.class)).add(name);
    } catch (IllegalArgumentException noName) {
      throw new ParameterException(spec.commandLine(), noName.getMessage(), noName);
    }
  }
}
