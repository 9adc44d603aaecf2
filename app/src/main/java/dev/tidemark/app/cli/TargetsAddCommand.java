package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.report.TargetsReport;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.snapshot.Target;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    description = "Push a snapshot to one more target. A running serve begins within a second.")
final class TargetsAddCommand implements Runnable {

  private final Outside outside;

  @Mixin private TargetWork work = new TargetWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "Which snapshot.")
  private String snapshot = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "What it is called: small letters, digits, dashes and dots.")
  private String name = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ENDPOINT",
      description = "Where it listens: edge-1.example:9443; not needed for noop.")
  private @Nullable String endpoint;

  @Option(
      names = "--strategy",
      paramLabel = "WORD",
      defaultValue = "tidemark",
      description = {
        "tidemark, if nothing is said; dbsync for peers that speak the older protocol;",
        "noop to push nothing."
      })
  private String strategy = "";

  TargetsAddCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = work.setup(outside);
    if (!ConfiguredEdge.taken(setup.configuration()).contains(snapshot)) {
      new SnapshotNames(setup.snapshots()).check(snapshot);
    }
    Target target = Target.of(snapshot, name, strategy, endpoint == null ? "" : endpoint, true);
    work.change(setup, snapshot, name, targets -> targets.add(target));
    PrintWriter out = spec.commandLine().getOut();
    if (work.json()) {
      Json.print(TargetsReport.json(target), out);
    } else {
      out.println("%s is pushed to %s from now on".formatted(snapshot, name));
    }
  }
}
