package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = "Show the effective configuration, and where each value comes from.")
final class ConfigCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Mixin private UpstreamOptions upstream = new UpstreamOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = checked();
    SpecifiedLines snapshots = new SpecifiedLines(setup.configuration(), setup.snapshots());
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(json(setup.configuration(), snapshots), out);
    } else {
      table(setup.configuration(), snapshots).print(out);
    }
  }

  /** With the files that it names, so that no command is the first to find them wrong. */
  private Setup checked() {
    Setup setup = Setup.of(outside, upstream.addTo(replica.flags()));
    setup.definedRollups();
    return setup;
  }

  private static Table table(Configuration configuration, SpecifiedLines snapshots) {
    Table table = Table.of(left("setting"), left("value"), left("origin"), left("what it is"));
    for (Configuration.Entry entry : configuration.entries()) {
      table.row(
          entry.setting(),
          entry.shown().orElse("-"),
          entry.origin(),
          entry.setting().description());
    }
    snapshots.addTo(table);
    return table;
  }

  private static Map<String, Object> json(Configuration configuration, SpecifiedLines snapshots) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Configuration.Entry entry : configuration.entries()) {
      json.put(
          entry.setting().name(), Json.object("value", entry.shown(), "origin", entry.origin()));
    }
    json.putAll(snapshots.json());
    return json;
  }
}
