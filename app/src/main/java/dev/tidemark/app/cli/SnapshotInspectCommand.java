package dev.tidemark.app.cli;

import dev.tidemark.app.report.InspectionReport;
import dev.tidemark.app.text.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description = {
      "Show what a snapshot file says of itself, and the tables in it. Needs no configuration.",
      "snapshot verify says by its exit code whether it is sound."
    })
final class SnapshotInspectCommand implements Runnable {

  private final Outside outside;

  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "Which file.")
  private Path file = Path.of("");

  SnapshotInspectCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    InspectionReport report = InspectedFile.look(outside, file);
    if (output.json()) {
      Json.print(report.json(), spec.commandLine().getOut());
    } else {
      report.print(outside.clock().getZone(), spec.commandLine().getOut());
      report.printProblems(spec.commandLine().getErr());
    }
  }
}
