package dev.tidemark.app.cli;

import dev.tidemark.app.progress.PublishProgress;
import dev.tidemark.app.report.PublishedReport;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.Publisher;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "build",
    description = {
      "Build a snapshot, and push it to nobody: publish does that, and serve.",
      "It is refused while another process builds in the same data directory."
    })
final class SnapshotBuildCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Which one.")
  private String name = "";

  SnapshotBuildCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    PublishedReport report =
        build(Publishing.of(Setup.of(outside, replica.flags()), List.of(name)));
    if (replica.json()) {
      Json.print(report.json(), spec.commandLine().getOut());
    } else {
      report.print(spec.commandLine().getOut());
    }
  }

  private PublishedReport build(Publishing publishing) {
    try (PublishProgress progress =
            new PublishProgress(spec.commandLine().getErr(), outside.terminal());
        Application application =
            publishing.openToBuild(replica.json() ? Listener.NONE : progress)) {
      return PublishedReport.built(application.get(Publisher.class).publishOnce(name));
    }
  }
}
