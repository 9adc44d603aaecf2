package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.ExaminedSnapshot;
import dev.tidemark.core.snapshot.ManifestText;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at one file from all sides, and goes on where {@link SnapshotCheck} would say no. */
final class SnapshotExamination {

  private static final Set<String> PSEUDO =
      Set.of(EntityTable.EXTRA, EntityTable.MISSING, EntityTable.VANISHED);

  private final Path file;
  private final FileProof proof;
  private final List<String> problems = new ArrayList<>();
  private final List<ExaminedSnapshot.Table> tables = new ArrayList<>();
  private Optional<SnapshotManifest> own = Optional.empty();

  SnapshotExamination(Path file, FileProof proof) {
    this.file = file;
    this.proof = proof;
  }

  /**
   * @throws dev.tidemark.core.StorageException if the file cannot be read at all
   */
  ExaminedSnapshot examine() {
    try {
      if (isDatabase()) {
        look();
      }
      Optional<SignedManifest> beside = beside();
      beside.ifPresent(this::compare);
      return new ExaminedSnapshot(own, beside, tables, problems);
    } catch (IOException e) {
      throw SqliteErrors.translate("examine", file, e);
    } catch (SQLException e) {
      throw SqliteErrors.translate("examine", file, e);
    }
  }

  private boolean isDatabase() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Optional<DatabaseHeader> header = DatabaseHeader.of(channel);
      if (header.isEmpty()) {
        problems.add("it is no SQLite database");
        return false;
      }
      if (header.get().applicationId() != SnapshotFormat.APPLICATION_ID) {
        problems.add(
            "expected a snapshot (application id %d), found application id %d"
                .formatted(SnapshotFormat.APPLICATION_ID, header.get().applicationId()));
      } else if (header.get().format() != SnapshotFormat.FORMAT) {
        problems.add(
            "expected format %d, found %d".formatted(SnapshotFormat.FORMAT, header.get().format()));
      }
      return true;
    }
  }

  private void look() throws SQLException, IOException {
    FileProof.Found found = proof.look(file, Optional.of(roots()));
    if (found.damage().isPresent()) {
      problems.add("it is damaged: " + found.damage().get());
      return;
    }
    try (Connection connection = Connections.fixed(file)) {
      List<String> wrong = SnapshotProblems.of(connection, found.contentHash().orElse(""));
      problems.addAll(wrong);
      if (SnapshotTables.columns(connection, "main", SnapshotFormat.SNAPSHOT).isEmpty()) {
        return;
      }
      long size = Files.size(file);
      own = SnapshotRecord.read(connection).map(said -> manifest(said, size, found.fileHash()));
      for (String table : roots().keySet()) {
        addTable(connection, table);
      }
    }
  }

  private static SnapshotManifest manifest(SnapshotRecord said, long size, String fileHash) {
    return new SnapshotManifest(
        said.name(),
        said.stamp().version(),
        said.stamp().built(),
        size,
        fileHash,
        Optional.of(said.provenance()));
  }

  private void addTable(Connection connection, String table) throws SQLException {
    if (!table.equals(SnapshotFormat.FIELDS)) {
      Set<String> columns = new TreeSet<>(SnapshotTables.columns(connection, "main", table));
      columns.removeAll(PSEUDO);
      long rows =
          Connections.number(connection, "SELECT count(*) FROM main." + EntityTable.quote(table));
      tables.add(new ExaminedSnapshot.Table(table, List.copyOf(columns), rows));
    }
  }

  /** Of a damaged file none: by then that it is damaged tells. */
  private SortedMap<String, Long> roots() throws SQLException {
    try (Connection connection = Connections.fixed(file)) {
      return SnapshotTables.roots(connection);
    } catch (SQLException e) {
      if (SqliteErrors.isDamage(e)) {
        return new TreeMap<>();
      }
      throw e;
    }
  }

  private Optional<SignedManifest> beside() throws IOException {
    Path name = file.getFileName();
    Path sidecar = file.resolveSibling(name.toString().replaceFirst("\\.db$", "") + ".manifest");
    try {
      String text = Files.readString(sidecar, StandardCharsets.ISO_8859_1);
      return Optional.of(ManifestText.parseSigned(text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      problems.add("the manifest beside it is none: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void compare(SignedManifest beside) {
    SnapshotManifest said = beside.manifest();
    own.filter(found -> !found.equals(said))
        .ifPresent(
            found ->
                problems.add(
                    "the manifest beside it is of another file: %s %s of %d bytes, hash %s; found %s %s of %d bytes, hash %s"
                        .formatted(
                            said.name(),
                            said.version(),
                            said.size(),
                            said.fileHash(),
                            found.name(),
                            found.version(),
                            found.size(),
                            found.fileHash())));
  }
}
