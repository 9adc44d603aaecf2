package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a replica is.
 *
 * @param program what people type to run this program
 * @param arguments what to write behind a command so that it finds this replica; may be empty
 */
public record Place(Path directory, String program, String arguments) {

  public static final String DATABASE = "replica.db";

  public Path database() {
    return directory.resolve(DATABASE);
  }

  /** A command line that looks at this replica. */
  public String command(String command) {
    return program + " " + command + arguments;
  }

  List<String> hints(long orphans, long quarantined, long dangling) {
    List<String> hints = new ArrayList<>();
    if (orphans > 0) {
      hints.add(
          "%s for a parent that is not known: %s"
              .formatted(Amounts.count(orphans, "row waits", "rows wait"), command("orphans")));
    }
    if (quarantined > 0) {
      hints.add(
          "%s could not be decoded: %s"
              .formatted(Amounts.count(quarantined, "row", "rows"), command("quarantine")));
    }
    if (dangling > 0) {
      hints.add(
          "%s to a row that is not known: %s"
              .formatted(
                  Amounts.count(dangling, "optional reference leads", "optional references lead"),
                  command("orphans --optional")));
    }
    return hints;
  }
}
