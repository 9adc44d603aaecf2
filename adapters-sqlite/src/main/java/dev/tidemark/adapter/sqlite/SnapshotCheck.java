package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Proves that a file is the snapshot that was announced. What came by the first version of the
 * protocol has to be a sound database, and no more.
 */
final class SnapshotCheck {

  private final FileProof proof;

  SnapshotCheck(FileProof proof) {
    this.proof = proof;
  }

  /** Why it is not; empty if it is. */
  Optional<Verdict> rejection(Path file, SnapshotManifest announced) {
    try {
      long size = Files.size(file);
      if (size != announced.size()) {
        return rejected(
            Code.REJECTED_SIZE, "expected %d bytes, found %d".formatted(announced.size(), size));
      }
      Optional<Verdict> unfit = header(file, announced);
      return unfit.isPresent() ? hashOrElse(file, announced, unfit) : content(file, announced);
    } catch (IOException e) {
      throw SqliteErrors.translate("verify", file, e);
    } catch (SQLException e) {
      throw SqliteErrors.translate("verify", file, e);
    }
  }

  /** A file that is not the one that was sent says nothing about its maker. */
  private static Optional<Verdict> hashOrElse(
      Path file, SnapshotManifest announced, Optional<Verdict> otherwise) throws IOException {
    Optional<Verdict> wrong = hash(Hashes.of(file), announced);
    return wrong.isPresent() ? wrong : otherwise;
  }

  private static Optional<Verdict> hash(String found, SnapshotManifest announced) {
    return found.equals(announced.fileHash())
        ? Optional.empty()
        : rejected(
            Code.REJECTED_HASH, "expected %s, found %s".formatted(announced.fileHash(), found));
  }

  private static Optional<Verdict> header(Path file, SnapshotManifest announced)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<DatabaseHeader> header = DatabaseHeader.of(channel);
      if (header.isEmpty()) {
        return rejected(Code.REJECTED_SCHEMA, "it is no SQLite database");
      }
      return announced.provenance().isPresent() ? mark(header.get()) : Optional.empty();
    }
  }

  private static Optional<Verdict> mark(DatabaseHeader header) {
    return strangeMark(header).map(text -> new Verdict(Code.REJECTED_SCHEMA, text));
  }

  /** Why this is the header of no snapshot that can be read here; empty if it is one. */
  static Optional<String> strangeMark(DatabaseHeader header) {
    if (header.applicationId() != SnapshotFormat.APPLICATION_ID) {
      return Optional.of(
          "it is no snapshot: expected application id %d, found %d"
              .formatted(SnapshotFormat.APPLICATION_ID, header.applicationId()));
    }
    return header.format() == SnapshotFormat.FORMAT
        ? Optional.empty()
        : Optional.of(
            "expected a snapshot of format %d, found %d; bring both sides to one version"
                .formatted(SnapshotFormat.FORMAT, header.format()));
  }

  /** SQLite is asked about its tables only when it is known to be sound. */
  private Optional<Verdict> content(Path file, SnapshotManifest announced) throws SQLException {
    boolean whole = announced.provenance().isPresent();
    FileProof.Found found = proof.look(file, whole ? roots(file) : Optional.empty());
    Optional<Verdict> wrong = hash(found.fileHash(), announced);
    if (wrong.isPresent()) {
      return wrong;
    }
    if (found.damage().isPresent()) {
      return rejected(Code.REJECTED_SCHEMA, "the file is damaged: " + found.damage().get());
    }
    return whole ? tables(file, announced, found) : Optional.empty();
  }

  /** Of a damaged file as many as can be read: by then its hash tells. */
  static Optional<SortedMap<String, Long>> roots(Path file) throws SQLException {
    try (Connection connection = Connections.fixed(file)) {
      return Optional.of(SnapshotTables.roots(connection));
    } catch (SQLException e) {
      if (SqliteErrors.isDamage(e)) {
        return Optional.of(new TreeMap<>());
      }
      throw e;
    }
  }

  private static Optional<Verdict> tables(
      Path file, SnapshotManifest announced, FileProof.Found found) throws SQLException {
    try (Connection connection = Connections.fixed(file)) {
      List<String> problems = SnapshotProblems.of(connection, found.contentHash().orElse(""));
      if (!problems.isEmpty()) {
        return rejected(Code.REJECTED_SCHEMA, String.join("; ", problems));
      }
      return SnapshotRecord.read(connection).filter(own -> own.agrees(announced)).isPresent()
          ? Optional.empty()
          : rejected(
              Code.REJECTED_SCHEMA, "the file says of itself something else than its manifest");
    }
  }

  private static Optional<Verdict> rejected(Code code, String text) {
    return Optional.of(new Verdict(code, text));
  }
}
