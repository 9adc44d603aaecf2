package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.progress.BarProgress;
import dev.tidemark.app.progress.PlainProgress;
import dev.tidemark.app.progress.Warnings;
import dev.tidemark.app.report.Sweeps;
import dev.tidemark.app.report.SyncSummary;
import dev.tidemark.app.telemetry.Traces;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sync",
    description = "Bring the replica up to date: one cycle, all of it or nothing.")
final class SyncCommand implements Callable<Integer> {

  private static final String ACCEPT = "--accept-vanished";

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Mixin private UpstreamOptions upstream = new UpstreamOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--full", description = "Read every list whole, not only what changed.")
  private boolean full;

  @Option(
      names = ACCEPT,
      description = {
        "Believe the upstream however much it has lost: take lists that have become much shorter,"
            + " and mark every row that it does not know any more as vanished.",
        "For once, when you have looked and found that it is so. Implies --full."
      })
  private boolean accept;

  SyncCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Setup setup = Setup.of(outside, flags());
    Sweeps sweeps = new Sweeps();
    SyncReport report = sync(setup, sweeps);
    SyncSummary summary = SyncSummary.of(setup.schema(), report, setup.place(), sweeps);
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(summary.json(), out);
    } else {
      summary.print(out);
    }
    return report.failures().isEmpty() ? 0 : Failures.FAILED;
  }

  private Flags flags() {
    return upstream
        .addTo(replica.flags())
        .set(Settings.SYNC_MODE, accept ? ACCEPT : "--full", full || accept ? "full" : null);
  }

  private SyncReport sync(Setup setup, Sweeps sweeps) {
    PrintWriter err = spec.commandLine().getErr();
    Warnings warnings = new Warnings(err, setup.place().command("sync " + ACCEPT));
    try (Traces traces = Traces.by(outside.surroundings().environment(), outside.clock());
        BarProgress bars = new BarProgress(err, outside.clock());
        Application application =
            setup.openToSync(
                Listener.all(List.of(progress(bars, err), warnings, sweeps, traces.listener())))) {
      return application
          .get(SyncReplica.class)
          .sync(new SyncRequest(setup.configuration().get(Settings.SYNC_MODE), accept));
    }
  }

  private Listener progress(BarProgress bars, PrintWriter err) {
    if (replica.json()) {
      return Listener.NONE;
    }
    return outside.terminal() ? bars : new PlainProgress(err, outside.clock());
  }
}
