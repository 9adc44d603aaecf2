package dev.tidemark.app.cli;

import dev.tidemark.app.report.MirrorReport;
import dev.tidemark.app.report.Moment;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.Mirrors;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Show how a mirror stands, table by table, and the rows that its database does not take.",
      "It is what the service that keeps the mirror has last written down: each state at once, the"
          + " position within state.flush-interval. The mirror itself is not asked."
    })
final class MirrorStatusCommand implements Runnable {

  private final Outside outside;

  @Mixin private MirrorWork work = new MirrorWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one; without it, all.")
  private @Nullable String name;

  MirrorStatusCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = work.setup(outside);
    read(setup).show(work.json(), MirrorReport::json, MirrorReport::print, spec.commandLine());
  }

  private Results<MirrorReport> read(Setup setup) {
    List<String> names = new MirrorNames(setup.configuration()).allOr(name);
    try (Application application = setup.openToRead()) {
      Mirrors mirrors = application.get(Mirrors.class);
      return Results.each(names, Results.Name::ofMirror, each -> report(mirrors.get(each)));
    }
  }

  private MirrorReport report(Mirror mirror) {
    return new MirrorReport(mirror.status(), mirror.quarantined(), Moment.of(outside.clock()));
  }
}
