package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Show how a rollup stands: what it has taken in, what waits, what failed, who writes to it.",
      "Exits with 1 if the last that was tried failed."
    })
final class RollupStatusCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private RollupWork work = new RollupWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it, all.")
  private List<String> names = List.of();

  RollupStatusCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = work.setup(outside);
    Results<RollupReport> results =
        work.each(setup, spec.commandLine(), names, rollup -> RollupWork.report(rollup, setup));
    results.show(work.json(), RollupReport::json, RollupReport::print, spec.commandLine());
    if (!work.json()) {
      results.all().stream()
          .flatMap(each -> each.result().stream())
          .forEach(report -> RollupWork.warn(report, spec.commandLine()));
    }
    return results.exitCode(
        report -> report.state() == RollupReport.State.FAILING ? Failures.FAILED : 0);
  }
}
