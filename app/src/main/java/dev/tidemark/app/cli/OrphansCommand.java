package dev.tidemark.app.cli;

import dev.tidemark.app.report.HeldReport;
import dev.tidemark.core.sync.spi.Dangling;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.Orphan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "orphans",
    description = {
      "List the rows that wait for a parent that is not known, and for which one.",
      "They are no part of the replica until it comes."
    })
final class OrphansCommand implements Runnable {

  private final Outside outside;

  @Option(
      names = "--optional",
      description =
          "List instead the rows of the replica whose optional references lead nowhere, and where.")
  private boolean optional;

  @Mixin private HeldListing listing = new HeldListing();
  @Spec private CommandSpec spec = CommandSpec.create();

  OrphansCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    if (optional) {
      listing.print(outside, dangling(), spec.commandLine());
    } else {
      listing.print(outside, orphans(), spec.commandLine());
    }
  }

  private HeldListing.Kind<Orphan> orphans() {
    return new HeldListing.Kind<>(
        HeldRows::orphans,
        rows -> HeldReport.orphans(rows, outside.clock().getZone()),
        HeldReport::json,
        "no row waits for a parent");
  }

  private static HeldListing.Kind<Dangling> dangling() {
    return new HeldListing.Kind<>(
        HeldRows::dangling,
        HeldReport::dangling,
        HeldReport::json,
        "no optional reference leads to a row that is not known");
  }
}
