package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.report.GenerationsReport;
import dev.tidemark.app.report.GenerationsReport.Kept;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.text.Json;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = {
      "List the snapshots that are specified, or taken here, with the generations that there are.",
      "No version up to the highest is built or taken again."
    })
final class SnapshotListCommand implements Runnable {

  private final Outside outside;

  @Mixin private ReplicaOptions replica = new ReplicaOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  SnapshotListCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    Setup setup = Setup.of(outside, replica.flags());
    List<String> names =
        Stream.concat(
                setup.snapshots().names().stream(),
                ConfiguredEdge.taken(setup.configuration()).stream())
            .distinct()
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (replica.json()) {
      Json.print(report(setup, names).json(), out);
    } else if (names.isEmpty()) {
      SnapshotNames.HOW_TO.forEach(out::println);
    } else {
      report(setup, names).print(out);
    }
  }

  private GenerationsReport report(Setup setup, List<String> names) {
    try (Application application = setup.openSnapshots()) {
      SnapshotStore store = application.get(SnapshotStore.class);
      return new GenerationsReport(
          names.stream().map(name -> kept(name, store.shelf(name))).toList(),
          Moment.of(outside.clock()));
    }
  }

  private static Kept kept(String name, SnapshotShelf shelf) {
    return new Kept(name, shelf.generations(), shelf.serving(), shelf.highest());
  }
}
