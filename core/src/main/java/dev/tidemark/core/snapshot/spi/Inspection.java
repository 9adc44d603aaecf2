package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.snapshot.SnapshotManifest;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a snapshot file.
 *
 * @param size in bytes
 * @param fileHash SHA-256, as 64 hex digits
 * @param manifest what the file says of itself, with the size and hash that were found; empty if it
 *     says nothing that can be understood
 * @param pages how the file is divided; empty if it is no database
 * @param tables in the order of their names; none of a damaged file
 * @param dangling references of rows to rows that are not in the file, those alone that there are
 * @param problems why it would not be taken, for people; empty of a sound snapshot
 */
public record Inspection(
    long size,
    String fileHash,
    Optional<SnapshotManifest> manifest,
    Optional<Pages> pages,
    List<Table> tables,
    List<Dangling> dangling,
    List<String> problems) {

  public Inspection {
    tables = List.copyOf(tables);
    dangling = List.copyOf(dangling);
    problems = List.copyOf(problems);
  }

  /**
   * The pages of a file.
   *
   * @param size of each, in bytes
   * @param free how many hold nothing
   */
  public record Pages(int size, long count, long free) {}

  /** A table of an entity type. */
  public record Table(String name, List<String> fields, long rows) {
    public Table {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Rows without their parents: the plan allows them, and not these.
   *
   * @param rows how many
   */
  public record Dangling(String type, Reference reference, long rows) {}
}
