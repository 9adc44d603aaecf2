package dev.tidemark.app.cli;

import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.progress.BarProgress;
import dev.tidemark.app.progress.PlainProgress;
import dev.tidemark.app.progress.Warnings;
import dev.tidemark.app.report.SyncSummary;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sync",
    description = "Bring the replica up to date: one cycle, all of it or nothing.")
final class SyncCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Mixin private UpstreamOptions upstream = new UpstreamOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--full", description = "Read every list whole, not only what changed.")
  private boolean full;

  SyncCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = Setup.of(outside, flags());
    SyncSummary summary = SyncSummary.of(setup.schema(), sync(setup), setup.place());
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(summary.json(), out);
    } else {
      summary.print(out);
    }
  }

  private Flags flags() {
    return upstream.addTo(replica.flags()).set(Settings.SYNC_MODE, "--full", full ? "full" : null);
  }

  private SyncReport sync(Setup setup) {
    PrintWriter err = spec.commandLine().getErr();
    try (BarProgress bars = new BarProgress(err, outside.clock());
        Application application =
            setup.openToSync(Listener.all(List.of(progress(bars, err), new Warnings(err))))) {
      return application.get(SyncReplica.class).sync(setup.configuration().get(Settings.SYNC_MODE));
    }
  }

  private Listener progress(BarProgress bars, PrintWriter err) {
    if (replica.json()) {
      return Listener.NONE;
    }
    return outside.terminal() ? bars : new PlainProgress(err, outside.clock());
  }
}
