package dev.tidemark.app.cli;

import dev.tidemark.app.report.MirrorsReport;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List the mirrors of the configuration, and how each stands. Asks none of them.")
final class MirrorListCommand implements Runnable {

  private final Outside outside;

  @Mixin private MirrorWork work = new MirrorWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  MirrorListCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = work.setup(outside);
    PrintWriter out = spec.commandLine().getOut();
    if (!setup.configuration().mirrors().isEmpty()) {
      print(setup, out);
    } else if (work.json()) {
      Json.print(List.of(), out);
    } else {
      MirrorNames.HOW_TO.forEach(out::println);
    }
  }

  private void print(Setup setup, PrintWriter out) {
    try (Application application = setup.openToRead()) {
      MirrorsReport report = MirrorListing.of(setup, application);
      if (work.json()) {
        Json.print(report.json(), out);
      } else {
        report.print(out);
      }
    }
  }
}
