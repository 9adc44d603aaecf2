package dev.tidemark.app.cli;

import dev.tidemark.app.report.ComparedReport;
import dev.tidemark.core.schema.EntityType;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Compare a mirror with the replica, row by row where it has to be, and change nothing.",
      "Exits with 4 if something differs that the change feed does not explain."
    })
final class MirrorVerifyCommand implements Callable<Integer> {

  private final Outside outside;

  @Mixin private MirrorWork work = new MirrorWork();
  @Mixin private MirrorTables tables = new MirrorTables();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it, all.")
  private @Nullable String name;

  MirrorVerifyCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = work.setup(outside);
    List<EntityType> types = tables.of(setup.schema());
    Results<ComparedReport> results =
        work.run(
            setup,
            spec.commandLine(),
            new MirrorNames(setup.configuration()).allOr(name),
            (mirror, application) -> new ComparedReport(mirror.name(), mirror.verify(types)));
    results.show(work.json(), ComparedReport::json, ComparedReport::print, spec.commandLine());
    return results.exitCode(each -> each.drift() == 0 ? 0 : Failures.DRIFT);
  }
}
