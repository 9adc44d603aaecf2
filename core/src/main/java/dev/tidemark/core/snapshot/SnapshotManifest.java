package dev.tidemark.core.snapshot;

import dev.tidemark.core.feed.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * What is said of a snapshot file, and can be proved by looking at it.
 *
 * @param name of its specification: {@code [a-z][a-z0-9-]{0,39}}
 * @param built when, to the millisecond
 * @param size of the file, in bytes
 * @param fileHash SHA-256 of the file, as 64 hex digits in small letters
 * @param provenance what it was made of; absent for what came by the first version of the protocol
 */
public record SnapshotManifest(
    String name,
    SnapshotVersion version,
    Instant built,
    long size,
    String fileHash,
    Optional<Provenance> provenance) {

  /**
   * What a file was made of. All hashes are SHA-256 as 64 hex digits in small letters.
   *
   * @param specHash of the specification: {@link SnapshotPlan#specHash}
   * @param schemaHash of the tables and columns in the file
   * @param contentHash of all rows: equal content has an equal one, however the file was made
   * @param position the end of the feed as it was built; empty for a database without one
   */
  public record Provenance(
      String specHash, String schemaHash, String contentHash, Optional<Position> position) {}

  public Stamp stamp() {
    return new Stamp(version, built);
  }

  /**
   * What two snapshots have in common that hold the same: the hash of the content, or the file's.
   */
  public String identity() {
    return provenance.map(Provenance::contentHash).orElse(fileHash);
  }

  /**
   * Whether this one was made by another specification, which may have been narrowed: what the
   * older one lets through may be allowed no more. Files that do not say how they were made
   * withdraw nothing, and are not withdrawn.
   */
  public boolean withdraws(SnapshotManifest older) {
    return provenance.isPresent()
        && older.provenance.isPresent()
        && !provenance.get().specHash().equals(older.provenance.get().specHash());
  }

  /** Whether both hold the same. Equal rows in other tables are something else. */
  public boolean isSameAs(SnapshotManifest other) {
    boolean equalContent =
        identity().equals(other.identity())
            && provenance
                .map(Provenance::schemaHash)
                .equals(other.provenance.map(Provenance::schemaHash));
    return equalContent || fileHash.equals(other.fileHash);
  }
}
