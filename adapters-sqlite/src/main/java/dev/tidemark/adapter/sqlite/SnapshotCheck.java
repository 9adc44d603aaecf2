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

/**
 * Proves that a file is the snapshot that was announced. What came by the first version of the
 * protocol has to be a sound database, and no more.
 */
final class SnapshotCheck {

  private final FileProof proof;

  SnapshotCheck(FileProof proof) {
    this.proof = proof;
  }

  /** One thing that is looked at. */
  private interface Look {
    Optional<Verdict> rejection() throws IOException, SQLException;
  }

  /**
   * Why it is not; empty if it is, and then it is on the disk. SQLite reads it only when it is
   * known to be what was announced, and runs nothing that its schema says before that is known,
   * too.
   */
  Optional<Verdict> rejection(Path file, SnapshotManifest announced) {
    List<Look> looks =
        List.of(
            () -> size(Files.size(file), announced),
            () -> hash(proof.hashAndSync(file), announced),
            () -> header(file, announced),
            () -> announced.provenance().isPresent() ? whole(file, announced) : sound(file));
    try {
      Optional<Verdict> rejection = Optional.empty();
      for (Look each : looks) {
        rejection = rejection.isPresent() ? rejection : each.rejection();
      }
      return rejection;
    } catch (IOException e) {
      throw SqliteErrors.translate("verify", file, e);
    } catch (SQLException e) {
      if (SqliteErrors.isOfContent(e)) {
        return rejected(Code.REJECTED_SCHEMA, "it cannot be read: " + e.getMessage());
      }
      throw SqliteErrors.translate("verify", file, e);
    }
  }

  private static Optional<Verdict> size(long found, SnapshotManifest announced) {
    return found == announced.size()
        ? Optional.empty()
        : rejected(
            Code.REJECTED_SIZE, "expected %d bytes, found %d".formatted(announced.size(), found));
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

  private Optional<Verdict> sound(Path file) {
    return proof.look(file).damage().flatMap(SnapshotCheck::damaged);
  }

  private static Optional<Verdict> damaged(String found) {
    return rejected(Code.REJECTED_SCHEMA, "the file is damaged: " + found);
  }

  /** What its schema calls is run by the check of SQLite, which therefore comes behind it. */
  private Optional<Verdict> whole(Path file, SnapshotManifest announced) throws SQLException {
    try (Connection connection = Connections.fixed(file)) {
      List<String> problems = SnapshotProblems.of(connection);
      if (!problems.isEmpty()) {
        return rejected(Code.REJECTED_SCHEMA, String.join("; ", problems));
      }
      FileProof.Found found = proof.lookAtRows(file, SnapshotTables.roots(connection));
      return found.damage().isPresent()
          ? damaged(found.damage().get())
          : said(connection, announced, found.hash());
    }
  }

  private static Optional<Verdict> said(
      Connection connection, SnapshotManifest announced, String contentHash) throws SQLException {
    List<String> problems = SnapshotProblems.ofContent(connection, contentHash);
    if (!problems.isEmpty()) {
      return rejected(Code.REJECTED_SCHEMA, String.join("; ", problems));
    }
    return SnapshotRecord.read(connection).filter(own -> own.agrees(announced)).isPresent()
        ? Optional.empty()
        : rejected(
            Code.REJECTED_SCHEMA, "the file says of itself something else than its manifest");
  }

  private static Optional<Verdict> rejected(Code code, String text) {
    return Optional.of(new Verdict(code, text));
  }
}
