package dev.tidemark.app.cli;

import dev.tidemark.app.report.ListedTargets;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.Target;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List the targets, where each is written down, and what it has. Asks none.")
final class TargetsListCommand implements Runnable {

  private final Outside outside;

  @Mixin private TargetWork work = new TargetWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  TargetsListCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    ListedTargets listed = read(work.setup(outside));
    PrintWriter out = spec.commandLine().getOut();
    if (work.json()) {
      Json.print(listed.json(), out);
    } else {
      listed.print(out);
    }
  }

  private static ListedTargets read(Setup setup) {
    try (Application application = setup.openToLook(Listener.NONE)) {
      List<Target> configured = setup.snapshots().targets();
      return ListedTargets.of(
          configured,
          new KnownTargets(configured, application.get(StoredTargets.class)),
          application.get(Publisher.class).standings());
    }
  }
}
