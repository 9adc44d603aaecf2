package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupReport;
import dev.tidemark.app.report.TickedReport;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.Tick;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Take in what has changed, until nothing waits.",
      "Each ends as RAN, NOTHING_DUE, LOCK_BUSY (another process is at it) or FAILED; exits with 1"
          + " if one failed."
    })
final class RollupRunCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private RollupWork work = new RollupWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which ones; without it, all.")
  private List<String> names = List.of();

  RollupRunCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = work.setup(outside);
    Results<TickedReport> results =
        work.each(setup, spec.commandLine(), names, rollup -> run(rollup, setup));
    results.show(work.json(), TickedReport::json, TickedReport::print, spec.commandLine());
    return results.exitCode(report -> report.failed() ? Failures.FAILED : 0);
  }

  private TickedReport run(Rollup rollup, Setup setup) {
    long ticks = 0;
    long cells = 0;
    Tick tick = rollup.tick();
    while (tick instanceof Tick.Ran ran) {
      endIfInterrupted(rollup);
      ticks++;
      cells += ran.cells();
      if (!ran.more()) {
        break;
      }
      tick = rollup.tick();
    }
    TickedReport report =
        new TickedReport(
            rollup.plan(), rollup.place(), ticks, cells, tick, RollupWork.reader(setup));
    if (!report.failed() && !work.json()) {
      warnIfUnfilled(rollup, setup);
    }
    return report;
  }

  private static void endIfInterrupted(Rollup rollup) {
    if (Thread.interrupted()) {
      throw new CancelledException(
          "take in changes of rollup %s: stopped".formatted(rollup.name()));
    }
  }

  /** Before it is filled, changes alone are not worth much. */
  private void warnIfUnfilled(Rollup rollup, Setup setup) {
    RollupReport report = RollupWork.report(rollup, setup);
    if (report.state() == RollupReport.State.NOT_FILLED) {
      RollupWork.warn(report, spec.commandLine());
    }
  }
}
