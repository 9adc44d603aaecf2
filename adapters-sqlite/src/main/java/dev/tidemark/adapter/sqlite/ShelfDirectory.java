package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.ManifestText;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The files of one shelf: {@code EPOCH-SEQUENCE.db} with its manifest beside it, {@code current},
 * and what is not finished.
 */
record ShelfDirectory(Path path) {

  private static final String CURRENT = "current";
  private static final String DATABASE = ".db";
  private static final String SIDECAR = ".manifest";
  private static final String BUILDING = "building-";
  private static final String INCOMING = "incoming-";
  private static final String PARTIAL = "partial-";

  /** Names that are given here, and by SQLite beside them; but for partial files. */
  private static final Predicate<String> SWEPT =
      Pattern.compile(
              "(building|incoming)-[^.]*\\.db(-journal|-wal|-shm)?|\\d+-\\d+\\.(db|manifest)(\\.next)?|current\\.next")
          .asMatchPredicate();

  Path database(SnapshotVersion version) {
    return path.resolve(version + DATABASE);
  }

  Path sidecar(SnapshotVersion version) {
    return path.resolve(version + SIDECAR);
  }

  Path newBuilding() {
    return path.resolve(BUILDING + UUID.randomUUID() + DATABASE);
  }

  Path newIncoming() {
    return path.resolve(INCOMING + UUID.randomUUID() + DATABASE);
  }

  Path partial(String fileHash) {
    return path.resolve(PARTIAL + fileHash + DATABASE);
  }

  Optional<ShelfState> state() throws IOException {
    try {
      return ShelfState.parse(Files.readString(path.resolve(CURRENT), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * The point of no return of whatever changes what is served; the directory is the caller's to
   * {@linkplain #sync sync}.
   */
  void write(ShelfState state) throws IOException {
    DurableFiles.replace(path.resolve(CURRENT), state.text());
  }

  /** Puts the names of the files on the disk. */
  void sync() throws IOException {
    DurableFiles.sync(path);
  }

  /** Gives a finished file, which is on the disk, its name and its manifest. */
  void place(Path file, SignedManifest manifest) throws IOException {
    SnapshotVersion version = manifest.manifest().version();
    DurableFiles.replace(sidecar(version), ManifestText.format(manifest));
    Files.move(file, database(version), StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.sync(path);
  }

  void remove(SnapshotVersion version) throws IOException {
    Files.deleteIfExists(sidecar(version));
    Files.deleteIfExists(database(version));
  }

  /** Those that are whole, as far as a short look tells, the newest first. */
  List<Generation> generations() throws IOException {
    List<Generation> found = new ArrayList<>();
    for (Path sidecar : list("*" + SIDECAR)) {
      manifest(sidecar)
          .filter(manifest -> sidecar.equals(sidecar(manifest.manifest().version())))
          .map(this::generation)
          .ifPresent(found::add);
    }
    for (Generation each : List.copyOf(found)) {
      if (!isWhole(each)) {
        found.remove(each);
      }
    }
    found.sort(Comparator.comparing(Generation::version).reversed());
    return found;
  }

  Generation generation(SignedManifest manifest) {
    SnapshotVersion version = manifest.manifest().version();
    return new Generation(manifest, database(version), sidecar(version));
  }

  private static Optional<SignedManifest> manifest(Path sidecar) throws IOException {
    try {
      String text = Files.readString(sidecar, StandardCharsets.ISO_8859_1);
      return Optional.of(ManifestText.parseSigned(text));
    } catch (IllegalArgumentException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** One that cannot be read at the moment is not known to be damaged, and is not to be removed. */
  private static boolean isWhole(Generation generation) throws IOException {
    try (FileChannel channel = FileChannel.open(generation.file(), StandardOpenOption.READ)) {
      return channel.size() == generation.manifest().manifest().size()
          && DatabaseHeader.of(channel).isPresent();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What processes that died have left, and all generations but these; no file of anybody else. */
  void sweep(List<SnapshotVersion> kept, Instant outdated) throws IOException {
    List<Path> keeping = new ArrayList<>(List.of(path.resolve(CURRENT)));
    for (SnapshotVersion version : kept) {
      keeping.add(database(version));
      keeping.add(sidecar(version));
    }
    for (Path file : list("*")) {
      boolean ours = SWEPT.test(file.getFileName().toString());
      if (ours && !keeping.contains(file) && Files.isRegularFile(file)) {
        Files.deleteIfExists(file);
      }
    }
    removePartials(outdated);
  }

  /** Those that nobody has written to since. */
  void removePartials(Instant since) throws IOException {
    for (Path file : list(PARTIAL + "*")) {
      try {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException e) {
        // Somebody has claimed it.
      }
    }
  }

  private List<Path> list(String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, pattern)) {
      files.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }
}
