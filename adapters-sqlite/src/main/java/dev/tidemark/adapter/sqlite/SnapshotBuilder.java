package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.FullBuild.Filled;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.spi.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;

/** Builds one snapshot and puts it on its shelf. */
final class SnapshotBuilder {

  private final SnapshotSource source;
  private final FileProof proof;
  private final SnapshotRoom room;

  SnapshotBuilder(SnapshotSource source, FileProof proof, SnapshotRoom room) {
    this.source = source;
    this.proof = proof;
    this.room = room;
  }

  /** At most one at a time for each shelf. */
  Built build(SnapshotPlan plan, Stamp stamp, SqliteSnapshotShelf shelf) {
    requireNewer(plan, stamp, shelf);
    Optional<Generation> newest = shelf.retainNewest();
    try {
      return new Run(plan, stamp, shelf, newest).run();
    } finally {
      newest.ifPresent(Generation::release);
    }
  }

  private static void requireNewer(SnapshotPlan plan, Stamp stamp, SqliteSnapshotShelf shelf) {
    shelf
        .highest()
        .filter(highest -> stamp.version().compareTo(highest) <= 0)
        .ifPresent(
            highest -> {
              throw new IllegalArgumentException(
                  "build snapshot %s: expected a version above %s, found %s"
                      .formatted(plan.name(), highest, stamp.version()));
            });
  }

  /** One build. */
  private final class Run {

    private final SnapshotPlan plan;
    private final Stamp stamp;
    private final SqliteSnapshotShelf shelf;
    private final Optional<Generation> newest;
    private final String schemaHash;
    private final Path file;

    Run(SnapshotPlan plan, Stamp stamp, SqliteSnapshotShelf shelf, Optional<Generation> newest) {
      this.plan = plan;
      this.stamp = stamp;
      this.shelf = shelf;
      this.newest = newest;
      this.schemaHash = plan.schemaHash();
      this.file = shelf.directory().newBuilding();
    }

    Built run() {
      String attempted = "build snapshot " + plan.name();
      room.require(attempted, shelf.directory().path(), expectedSize());
      try {
        DurableFiles.createPrivate(file);
        return full();
      } catch (SQLException e) {
        throw SqliteErrors.translate(attempted, source.file(), e);
      } catch (IOException e) {
        throw SqliteErrors.translate(attempted, file, e);
      } finally {
        remove();
      }
    }

    private long expectedSize() {
      return newest.map(last -> last.manifest().manifest().size()).orElse(0L);
    }

    private Built full() throws SQLException, IOException {
      Filled filled = new FullBuild(plan, source).fill(file);
      SortedMap<String, Long> roots;
      try (Connection connection = Connections.fixed(file)) {
        roots = SnapshotTables.roots(connection);
      }
      String contentHash = ContentHash.of(file, roots);
      Optional<SnapshotManifest> same =
          newest.map(last -> last.manifest().manifest()).filter(last -> isSame(last, contentHash));
      if (same.isPresent()) {
        return new Built(same.get(), Built.Way.UNCHANGED, -1);
      }
      return finish(filled, contentHash, Built.Way.FULL);
    }

    private boolean isSame(SnapshotManifest last, String contentHash) {
      return last.provenance()
          .filter(before -> before.contentHash().equals(contentHash))
          .filter(before -> before.specHash().equals(plan.specHash()))
          .filter(before -> before.schemaHash().equals(schemaHash))
          .isPresent();
    }

    private Built finish(Filled filled, String contentHash, Built.Way way)
        throws SQLException, IOException {
      SnapshotRecord record =
          new SnapshotRecord(
              plan.name(), stamp, plan.specHash(), schemaHash, contentHash, filled.end());
      try (Connection connection = Connections.scratch(file)) {
        record.write(connection);
      }
      FileProof.Found found = proof.look(file, Optional.empty());
      if (found.damage().isPresent()) {
        throw new StorageException(
            "build snapshot %s in %s: what was written is damaged (%s); check the disk"
                .formatted(plan.name(), file, found.damage().get()),
            true);
      }
      DurableFiles.sync(file);
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("build snapshot " + plan.name() + ": stopped");
      }
      SnapshotManifest manifest = manifest(record.provenance(), found.fileHash());
      shelf
          .install(file, SignedManifest.unsigned(manifest))
          .ifPresent(
              late -> {
                throw new StorageException("build snapshot " + plan.name() + ": " + late, true);
              });
      return new Built(manifest, way, filled.rows());
    }

    private SnapshotManifest manifest(Provenance provenance, String fileHash) throws IOException {
      return new SnapshotManifest(
          plan.name(),
          stamp.version(),
          stamp.built(),
          Files.size(file),
          fileHash,
          Optional.of(provenance));
    }

    /** After an installation there is no file of this name; what stays is swept later. */
    private void remove() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // As said above.
      }
    }
  }
}
