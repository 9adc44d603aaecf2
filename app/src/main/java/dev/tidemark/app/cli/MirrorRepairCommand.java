package dev.tidemark.app.cli;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.MirrorSettings;
import dev.tidemark.app.config.Values;
import dev.tidemark.app.report.RepairedReport;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.schema.EntityType;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "repair",
    description = {
      "Make exactly the rows of a mirror equal that differ from the replica.",
      "Exits with 1 if something was left as it was, a dry run with 4 if something differs."
    })
final class MirrorRepairCommand implements Callable<Integer> {

  private static final String MAX_SHARE = "--max-share";

  private final Outside outside;

  @Mixin private MirrorWork work = new MirrorWork();
  @Mixin private MirrorTables tables = new MirrorTables();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which one; can be left out where there is one only.")
  private @Nullable String name;

  @Option(names = "--dry-run", description = "Write nothing, and say what would be.")
  private boolean dryRun;

  @Option(
      names = MAX_SHARE,
      paramLabel = "SHARE",
      description = {
        "Most of a table's rows that may be removed, as in 20%%; with more, none of that table is.",
        "Without it, what mirrors.NAME.max-share says."
      })
  private @Nullable String maxShare;

  MirrorRepairCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = work.setup(outside);
    List<EntityType> types = tables.of(setup.schema());
    List<String> names = new MirrorNames(setup.configuration()).onlyOr(name);
    double share = share(setup.configuration(), names.get(0));
    Results<RepairedReport> results =
        work.run(
            setup,
            spec.commandLine(),
            names,
            (mirror, application) -> repair(mirror, new RepairRequest(types, dryRun, share)));
    results.show(work.json(), RepairedReport::json, RepairedReport::print, spec.commandLine());
    return results.exitCode(MirrorRepairCommand::code);
  }

  private static RepairedReport repair(Mirror mirror, RepairRequest request) {
    return new RepairedReport(mirror.name(), mirror.repair(request), request.dryRun());
  }

  private double share(Configuration configuration, String mirror) {
    try {
      return maxShare == null
          ? configuration.get(MirrorSettings.MAX_SHARE.at(mirror))
          : Values.share(maxShare);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), MAX_SHARE + ": " + e.getMessage(), e);
    }
  }

  private static int code(RepairedReport report) {
    if (report.dryRun()) {
      return report.drift() == 0 ? 0 : Failures.DRIFT;
    }
    return report.isDone() ? 0 : Failures.FAILED;
  }
}
