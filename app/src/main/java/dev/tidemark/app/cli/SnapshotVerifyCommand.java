package dev.tidemark.app.cli;

import dev.tidemark.app.report.InspectionReport;
import dev.tidemark.app.text.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Prove that a snapshot file is sound, and what it says of itself.",
      "Tells all that is wrong, and exits with 1 then. Needs no configuration."
    })
final class SnapshotVerifyCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "Which file.")
  private Path file = Path.of("");

  SnapshotVerifyCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    InspectionReport report = InspectedFile.look(outside, file);
    if (output.json()) {
      Json.print(report.json(), spec.commandLine().getOut());
    } else if (report.isSound()) {
      spec.commandLine().getOut().println(file + ": sound");
    } else {
      report.printProblems(spec.commandLine().getErr());
    }
    return report.isSound() ? 0 : Failures.FAILED;
  }
}
