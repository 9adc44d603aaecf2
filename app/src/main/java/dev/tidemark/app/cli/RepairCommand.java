package dev.tidemark.app.cli;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.state.RepairMode;
import dev.tidemark.core.state.RepairReport;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.spi.Removed;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "repair",
    description = {
      "Remove from the weak state what refers to nothing in the strong one.",
      "It is refused if that is suspiciously much; serve does the same when it starts."
    })
final class RepairCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dry-run", description = "Remove nothing, and say what would be.")
  private boolean dryRun;

  @Option(names = "--force", description = "However much it is.")
  private boolean force;

  RepairCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    RepairReport report = repair(mode());
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(json(report), out);
    } else {
      table(report).print(out);
      out.println(
          "%s %s"
              .formatted(
                  Amounts.count(report.count(), "row", "rows"),
                  report.applied() ? "removed" : "would be removed"));
    }
  }

  private RepairMode mode() {
    if (dryRun && force) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run removes nothing, --force all: choose one");
    }
    if (dryRun) {
      return RepairMode.DRY_RUN;
    }
    return force ? RepairMode.FORCED : RepairMode.GUARDED;
  }

  private RepairReport repair(RepairMode mode) {
    State state = Setup.of(outside, replica.flags()).state();
    try (Application application = state.openToWrite()) {
      return application.get(StateEngine.class).repair(mode);
    }
  }

  private static Table table(RepairReport report) {
    Table table =
        Table.of(left("rule"), right("rows"), right(report.applied() ? "removed" : "would remove"));
    report
        .removed()
        .forEach(each -> table.row(each.rule().text(), each.rows(), each.keys().size()));
    return table;
  }

  private static Map<String, @Nullable Object> json(RepairReport report) {
    return Json.object(
        "applied", report.applied(),
        "rows", report.count(),
        "rules", report.removed().stream().map(RepairCommand::json).toList());
  }

  private static Map<String, @Nullable Object> json(Removed removed) {
    return Json.object(
        "rule", removed.rule().text(), "rows", removed.rows(), "removed", removed.keys().size());
  }
}
