package dev.tidemark.core.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * What was found in a file that may be a snapshot.
 *
 * @param own what it says of itself, with its size and hash as they were found; empty if it says
 *     nothing that can be read
 * @param beside the manifest that lies beside it, if one does
 * @param tables by name, without those that every snapshot has; none of a damaged file
 * @param problems all that is wrong; none of a sound snapshot that is what its manifest says
 */
public record ExaminedSnapshot(
    Optional<SnapshotManifest> own,
    Optional<SignedManifest> beside,
    List<Table> tables,
    List<String> problems) {

  public ExaminedSnapshot {
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
  }

  /**
   * A table of it.
   *
   * @param columns by name
   */
  public record Table(String name, List<String> columns, long rows) {
    public Table {
      columns = List.copyOf(columns);
    }
  }
}
