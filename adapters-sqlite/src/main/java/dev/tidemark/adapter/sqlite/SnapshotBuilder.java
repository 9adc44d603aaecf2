package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.ForwardBuild.Kind;
import dev.tidemark.adapter.sqlite.ForwardBuild.Outlook;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Builds one snapshot and puts it on its shelf. */
final class SnapshotBuilder {

  private final SnapshotSource source;
  private final FileProof proof;
  private final SnapshotRoom room;

  private final KnownGenerations known;

  SnapshotBuilder(
      SnapshotSource source, FileProof proof, SnapshotRoom room, KnownGenerations known) {
    this.source = source;
    this.proof = proof;
    this.room = room;
    this.known = known;
  }

  /** At most one at a time for each shelf. */
  Built build(SnapshotPlan plan, Stamp stamp, Instant oldest, SqliteSnapshotShelf shelf) {
    requireNewer(plan, stamp, shelf);
    Optional<Generation> newest = shelf.retainNewest();
    try {
      return new Run(plan, stamp, oldest, shelf, newest).run();
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
    private final Instant oldest;
    private final SqliteSnapshotShelf shelf;
    private Optional<Generation> newest;
    private final String schemaHash;
    private final Path file;

    Run(
        SnapshotPlan plan,
        Stamp stamp,
        Instant oldest,
        SqliteSnapshotShelf shelf,
        Optional<Generation> newest) {
      this.plan = plan;
      this.stamp = stamp;
      this.oldest = oldest;
      this.shelf = shelf;
      this.newest = newest;
      this.schemaHash = plan.schemaHash();
      this.file = shelf.directory().newBuilding();
    }

    Built run() {
      String attempted = "build snapshot " + plan.name();
      try {
        proveNewest();
        Optional<FeedMark> place = place();
        Outlook outlook = place.isPresent() ? forward(place.get()).look(older()) : null;
        if (outlook != null && outlook.kind() == Kind.NOTHING && !isOutdated()) {
          return unchanged(Optional.of(outlook.end()));
        }
        room.require(attempted, shelf.directory().path(), expectedSize());
        Optional<Filled> filled =
            outlook != null && outlook.kind() != Kind.ANEW
                ? bringForward(place.get())
                : Optional.empty();
        return filled.isPresent()
            ? finish(filled.get(), Built.Way.FORWARD)
            : finish(new FullBuild(plan, source).fill(anew()), Built.Way.FULL);
      } catch (SQLException e) {
        known.forget(plan.name());
        throw SqliteErrors.translate(attempted, source.file(), e);
      } catch (IOException e) {
        throw SqliteErrors.translate(attempted, file, e);
      } finally {
        remove();
      }
    }

    /**
     * A file that was there before this process is not gone on with, nor given as the answer,
     * before it is known to be what its manifest says.
     */
    private void proveNewest() throws IOException {
      if (newest.isPresent()
          && isBySamePlan(last())
          && !known.has(newest.get())
          && isOrDrop(Hashes.of(older()))) {
        known.note(plan.name(), last().version(), Optional.empty());
      }
    }

    /**
     * Drops the newest generation if its file is not what it was: what is gone on with from there
     * would be damaged under a right hash.
     */
    private boolean isOrDrop(String fileHash) {
      boolean sound = fileHash.equals(last().fileHash());
      if (!sound) {
        known.forget(plan.name());
        shelf.drop(newest.orElseThrow());
        newest = Optional.empty();
      }
      return sound;
    }

    /** Empty if the feed does not reach back, or the older file is damaged. */
    private Optional<Filled> bringForward(FeedMark place) throws SQLException, IOException {
      Path copy = anew();
      String fileHash =
          proof.fileHash(
              older(),
              () -> {
                ForwardBuild.copy(older(), copy);
                return true;
              });
      return isOrDrop(fileHash) ? forward(place).fill(copy) : Optional.empty();
    }

    /** Where in the feed the newest generation is, if it was made by this plan. */
    private Optional<FeedMark> place() throws SQLException {
      if (newest.isEmpty() || !source.replica() || !isBySamePlan(last())) {
        return Optional.empty();
      }
      Optional<FeedMark> reached = known.place(newest.get());
      return reached.isPresent()
          ? reached
          : newest.get().read("look", SnapshotRecord::read).flatMap(SnapshotRecord::place);
    }

    private ForwardBuild forward(FeedMark place) {
      return new ForwardBuild(plan, source, place);
    }

    private Path older() {
      return newest.orElseThrow().file();
    }

    private SnapshotManifest last() {
      return newest.orElseThrow().manifest().manifest();
    }

    private Path anew() throws IOException {
      Files.deleteIfExists(file);
      DurableFiles.createPrivate(file);
      return file;
    }

    private Built unchanged(Optional<FeedMark> end) {
      known.note(plan.name(), last().version(), end);
      return new Built(last(), Built.Way.UNCHANGED, -1);
    }

    private long expectedSize() {
      return newest.map(generation -> generation.manifest().manifest().size()).orElse(0L);
    }

    private boolean isBySamePlan(SnapshotManifest older) {
      return older
          .provenance()
          .filter(before -> before.specHash().equals(plan.specHash()))
          .filter(before -> before.schemaHash().equals(schemaHash))
          .isPresent();
    }

    private Built finish(Filled filled, Built.Way way) throws SQLException, IOException {
      SortedMap<String, Long> roots;
      List<Long> trees;
      try (Connection connection = Connections.fixed(file)) {
        roots = SnapshotTables.roots(connection);
        trees = SnapshotTables.allRoots(connection);
      }
      FileProof.Found rows =
          proof.lookAtRows(file, roots, () -> scrub(way == Built.Way.FORWARD, trees));
      if (rows.damage().isPresent()) {
        throw damaged(rows.damage().get());
      }
      boolean same =
          newest.isPresent()
              && isBySamePlan(last())
              && last().provenance().orElseThrow().contentHash().equals(rows.hash());
      return same && !isOutdated() ? unchanged(filled.end()) : install(filled, rows.hash(), way);
    }

    private boolean isOutdated() {
      return last().built().isBefore(oldest);
    }

    /** A file that was filled from the start holds no row that went. */
    private boolean scrub(boolean necessary, List<Long> trees) throws IOException {
      if (necessary) {
        PageScrub.run(file, trees);
      }
      return necessary;
    }

    private Built install(Filled filled, String contentHash, Built.Way way)
        throws SQLException, IOException {
      SnapshotRecord record =
          new SnapshotRecord(
              plan.name(), stamp, plan.specHash(), schemaHash, contentHash, filled.end());
      write(record);
      String fileHash = proof.hashAndSync(file);
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("build snapshot " + plan.name() + ": stopped");
      }
      SnapshotManifest manifest = manifest(record.provenance(), fileHash);
      shelf
          .install(file, SignedManifest.unsigned(manifest))
          .ifPresent(
              late -> {
                throw new StorageException("build snapshot " + plan.name() + ": " + late, true);
              });
      known.note(plan.name(), stamp.version(), filled.end());
      return new Built(manifest, way, filled.rows());
    }

    private void write(SnapshotRecord record) throws SQLException {
      try (Connection connection = Connections.scratch(file)) {
        Connections.execute(connection, "PRAGMA main.secure_delete = ON");
        record.write(connection);
      }
      try (Connection connection = Connections.fixed(file)) {
        Optional<SnapshotRecord> found = SnapshotRecord.read(connection);
        if (!found.equals(Optional.of(record))) {
          throw damaged("it says of itself %s, expected %s".formatted(found, record));
        }
      }
    }

    private StorageException damaged(String found) {
      return new StorageException(
          "build snapshot %s in %s: what was written is damaged (%s); check the disk"
              .formatted(plan.name(), file, found),
          true);
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
