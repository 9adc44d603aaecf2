package dev.tidemark.app.cli;

import dev.tidemark.app.report.InspectionReport;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.snapshot.spi.SnapshotFiles;
import java.nio.file.Path;

/** A snapshot file that lies anywhere. */
final class InspectedFile {

  private InspectedFile() {}

  static InspectionReport look(Outside outside, Path file) {
    try (Application application = Application.start(outside.adapters().snapshotFiles())) {
      return new InspectionReport(
          file, application.get(SnapshotFiles.class).inspect(file.toString()));
    }
  }
}
