package dev.tidemark.app.cli;

import dev.tidemark.app.report.HeldReport;
import dev.tidemark.core.sync.spi.HeldRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "orphans",
    description = "List the rows that wait for a parent that is not known, and for which one.")
final class OrphansCommand implements Runnable {

  private final Outside outside;

  @Mixin private HeldListing listing = new HeldListing();
  @Spec private CommandSpec spec = CommandSpec.create();

  OrphansCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    listing.print(
        outside,
        new HeldListing.Kind<>(
            HeldRows::orphans,
            rows -> HeldReport.orphans(rows, outside.clock().getZone()),
            HeldReport::json,
            "no row waits for a parent"),
        spec.commandLine());
  }
}
