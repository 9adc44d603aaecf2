package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.state.ApiTokens;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.state.StateEngine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "List the tokens by name; nobody can see them again.")
final class TokenListCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  TokenListCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    List<ApiTokens.Token> tokens = list();
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(tokens.stream().map(TokenListCommand::json).toList(), out);
    } else if (tokens.isEmpty()) {
      out.println("no token is stored");
    } else {
      table(tokens).print(out);
    }
  }

  private List<ApiTokens.Token> list() {
    try (Application application = Setup.of(outside, replica.flags()).state().openToRead()) {
      return new ApiTokens(application.get(StateEngine.class)).list();
    }
  }

  private Table table(List<ApiTokens.Token> tokens) {
    Table table = Table.of(left("token"), left("since"));
    tokens.forEach(
        each -> table.row(each.name(), Times.local(each.createdAt(), outside.clock().getZone())));
    return table;
  }

  private static Map<String, @Nullable Object> json(ApiTokens.Token token) {
    return Json.object("name", token.name(), "createdAt", token.createdAt());
  }
}
