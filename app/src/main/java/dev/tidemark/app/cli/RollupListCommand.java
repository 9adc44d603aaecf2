package dev.tidemark.app.cli;

import dev.tidemark.app.report.RollupReport;
import dev.tidemark.app.report.RollupsReport;
import dev.tidemark.app.report.RollupsReport.Listed;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.rollup.Rollup;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = {
      "List the rollups: what each adds up, and since when it is complete.",
      "Age is how long the oldest change waits that is not in it yet."
    })
final class RollupListCommand implements Runnable {

  private final Outside outside;

  @Mixin private RollupWork work = new RollupWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  RollupListCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = work.setup(outside);
    RollupsReport report =
        work.with(
            setup,
            spec.commandLine(),
            List.of(),
            (rollups, progress) ->
                new RollupsReport(
                    rollups.stream().map(this::listed).toList(), RollupWork.reader(setup)));
    if (work.json()) {
      Json.print(report.json(), spec.commandLine().getOut());
    } else {
      report.print(spec.commandLine().getOut());
    }
  }

  /** A store that is away hides none of the others. */
  private Listed listed(Rollup rollup) {
    try {
      return new Listed(rollup.plan(), rollup.place(), Optional.of(rollup.standing()));
    } catch (StorageException | MirrorUnavailableException away) {
      return unknown(rollup, away);
    }
  }

  private Listed unknown(Rollup rollup, TidemarkException away) {
    spec.commandLine()
        .getErr()
        .println(
            "warning: %s: %s"
                .formatted(RollupReport.title(rollup.plan(), rollup.place()), away.getMessage()));
    return new Listed(rollup.plan(), rollup.place(), Optional.empty());
  }
}
