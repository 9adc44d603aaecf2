package dev.tidemark.app.cli;

import dev.tidemark.app.report.HeldReport;
import dev.tidemark.core.sync.spi.HeldRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "quarantine", description = "List the rows that could not be decoded, and why.")
final class QuarantineCommand implements Runnable {

  private final Outside outside;

  @Mixin private HeldListing listing = new HeldListing();
  @Spec private CommandSpec spec = CommandSpec.create();

  QuarantineCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void run() {
    listing.print(
        outside,
        new HeldListing.Kind<>(
            HeldRows::quarantined,
            rows -> HeldReport.quarantined(rows, outside.clock().getZone()),
            HeldReport::json,
            "no row is in quarantine"),
        spec.commandLine());
  }
}
