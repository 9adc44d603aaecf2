package dev.tidemark.app.cli;

import dev.tidemark.app.report.CheckedReport;
import dev.tidemark.core.rollup.Rollup;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Compare cells of a rollup with what their events add up to, and compute anew what differs.",
      "Looks at some buckets by chance and at the last one. Exits with 4 if something differed."
    })
final class RollupVerifyCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private RollupWork work = new RollupWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it, all.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "Compare all buckets.")
  private boolean all;

  RollupVerifyCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = work.setup(outside);
    Results<CheckedReport> results =
        work.each(setup, spec.commandLine(), names, rollup -> verify(rollup, setup));
    results.show(work.json(), CheckedReport::json, CheckedReport::print, spec.commandLine());
    return results.exitCode(report -> report.isEqual() ? 0 : Failures.DRIFT);
  }

  private CheckedReport verify(Rollup rollup, Setup setup) {
    RollupWork.requireFilled(RollupWork.report(rollup, setup), "verify");
    return new CheckedReport(
        rollup.plan(), rollup.place(), rollup.verify(all), outside.clock().getZone());
  }
}
