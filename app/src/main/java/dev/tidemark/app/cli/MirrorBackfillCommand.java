package dev.tidemark.app.cli;

import dev.tidemark.app.report.BackfilledReport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backfill",
    description = {
      "Bring a mirror to where the replica is: make its tables, fill them, and repair what is"
          + " doubted.",
      "Stopped, it goes on where it was the next time. Exits with 1 if a table could not be."
    })
final class MirrorBackfillCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private MirrorWork work = new MirrorWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it, all.")
  private @Nullable String name;

  MirrorBackfillCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = work.setup(outside);
    Results<BackfilledReport> results =
        work.run(
            setup,
            spec.commandLine(),
            new MirrorNames(setup.configuration()).allOr(name),
            (mirror, application) ->
                new BackfilledReport(mirror.name(), mirror.backfill(), setup.schema()));
    results.show(work.json(), BackfilledReport::json, BackfilledReport::print, spec.commandLine());
    return results.exitCode(each -> each.isWhole() ? 0 : Failures.FAILED);
  }
}
