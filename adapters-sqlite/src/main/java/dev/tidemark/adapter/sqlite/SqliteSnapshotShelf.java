package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/** The generations of one snapshot in a directory of its own. */
final class SqliteSnapshotShelf implements SnapshotShelf {

  /** So often another process may remove what is served before it is open here. */
  private static final int LOOKS = 5;

  private final String name;
  private final ShelfDirectory directory;
  private final ShelfTerms terms;
  private final ReentrantLock lock = new ReentrantLock();
  private ShelfContents contents = ShelfContents.EMPTY;

  SqliteSnapshotShelf(String name, Path directory, ShelfTerms terms) {
    this.name = name;
    this.directory = new ShelfDirectory(directory);
    this.terms = terms;
  }

  ShelfDirectory directory() {
    return directory;
  }

  SnapshotCheck check() {
    return terms.check();
  }

  /** Takes over what is on the disk; what processes that died have left is removed. */
  void open() {
    locked(
        "open the shelf",
        () -> {
          DurableFiles.createPrivateDirectory(directory.path());
          contents = ShelfContents.load(directory, contents);
          if (contents.state().isPresent() && !contents.state().equals(directory.state())) {
            directory.write(contents.state().get());
            directory.sync();
          }
          directory.sweep(
              contents.generations().stream().map(Generation::version).toList(), terms.outdated());
          return true;
        });
  }

  /** As it is now: who only looks has to look again. */
  private ShelfContents now() throws IOException {
    if (terms.readOnly()) {
      contents = ShelfContents.load(directory, contents);
    }
    return contents;
  }

  @Override
  public List<SignedManifest> generations() {
    return locked("list", () -> now().generations().stream().map(Generation::manifest).toList());
  }

  @Override
  public Optional<SignedManifest> serving() {
    return locked("look", () -> now().serving().map(Generation::manifest));
  }

  @Override
  public Optional<SnapshotVersion> highest() {
    return locked("look", () -> now().state().map(ShelfState::highest));
  }

  /** The one that a build goes on from; retained. */
  Optional<Generation> retainNewest() {
    return locked(
        "look", () -> now().generations().stream().findFirst().filter(Generation::retain));
  }

  /**
   * Takes a generation off the shelf whose file is not what it was; where it was served, the next
   * older one is from now on.
   */
  void drop(Generation damaged) {
    locked(
        "drop " + damaged.version(),
        () -> {
          contents = contents.without(damaged);
          directory.write(contents.state().orElseThrow());
          damaged.retire(true);
          return true;
        });
  }

  Generation retain(SnapshotVersion version) {
    return locked(
        "open " + version,
        () ->
            now().generations().stream()
                .filter(each -> each.version().equals(version))
                .filter(Generation::retain)
                .findFirst()
                .orElseThrow(() -> notThere("open " + version)));
  }

  @Override
  public SnapshotContent open(SnapshotVersion version) {
    return SqliteSnapshotContent.open(retain(version));
  }

  @Override
  public SnapshotReader read() {
    Generation serving = retainServing();
    for (int i = 0; terms.readOnly() && i < LOOKS && !serving.isThere(); i++) {
      serving.release();
      serving = retainServing();
    }
    return new SqliteSnapshotReader(serving);
  }

  private Generation retainServing() {
    return locked(
        "read",
        () -> now().serving().filter(Generation::retain).orElseThrow(() -> notThere("read")));
  }

  @Override
  public Incoming receive(SignedManifest announced) {
    String attempted = "receive " + announced.manifest().version();
    terms.requireWriter(attempted, directory.path());
    SnapshotManifest manifest = announced.manifest();
    try {
      directory.removePartials(terms.outdated());
      Path file = directory.newIncoming();
      claim(manifest.fileHash(), file);
      SqliteIncoming incoming = SqliteIncoming.open(this, announced, file);
      try {
        admit(attempted, incoming);
        return incoming;
      } catch (IOException | RuntimeException e) {
        incoming.close();
        throw e;
      }
    } catch (IOException e) {
      throw SqliteErrors.translate(attempted, directory.path(), e);
    }
  }

  /** What was left of other files makes room first. */
  private void admit(String attempted, SqliteIncoming incoming) throws IOException {
    LongConsumer room = bytes -> terms.room().require(attempted, directory.path(), bytes);
    try {
      terms.receptions().admit(incoming, room);
    } catch (StorageException full) {
      directory.removePartials(Instant.MAX);
      terms.receptions().admit(incoming, room);
    }
  }

  void left(SqliteIncoming ended) {
    terms.receptions().leave(ended);
  }

  /** Leaves what came of a file for the next one who receives it, and nothing of any other. */
  void suspend(Path file, String fileHash) throws IOException {
    lock.lock();
    try {
      directory.removePartials(Instant.MAX);
      Files.setLastModifiedTime(file, FileTime.from(terms.clock().instant()));
      Files.move(file, directory.partial(fileHash), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      lock.unlock();
    }
  }

  /** The rename is one that only one receiver comes through with. */
  private void claim(String fileHash, Path file) throws IOException {
    try {
      Files.move(directory.partial(fileHash), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      DurableFiles.createPrivate(file);
    }
  }

  /**
   * Serves a file from now on that was verified and is on the disk.
   *
   * @return a rejection if it is too late for that; empty if it is served
   */
  Optional<Verdict> install(Path file, SignedManifest manifest) {
    SnapshotVersion version = manifest.manifest().version();
    return locked(
        "install " + version,
        () -> {
          Optional<SnapshotVersion> highest = contents.state().map(ShelfState::highest);
          if (highest.isPresent() && version.compareTo(highest.get()) <= 0) {
            return Optional.of(
                new Verdict(
                    Verdict.Code.REJECTED_OLD,
                    "%s was here before %s".formatted(highest.get(), version)));
          }
          place(file, manifest);
          return Optional.empty();
        });
  }

  /** Once it is written what is served it is so, even if that cannot be put on the disk. */
  private void place(Path file, SignedManifest manifest) throws IOException {
    SnapshotVersion version = manifest.manifest().version();
    Generation next = directory.generation(manifest);
    try {
      directory.place(file, manifest);
      next.open();
      directory.write(new ShelfState(version, version));
    } catch (IOException | RuntimeException e) {
      next.retire(true);
      throw e;
    }
    try {
      directory.sync();
    } finally {
      contents = contents.with(next, terms.generations());
    }
    directory.removePartials(Instant.MAX);
  }

  @Override
  public SignedManifest rollBack() {
    terms.requireWriter("roll back", directory.path());
    return locked(
        "roll back",
        () -> {
          ShelfContents next =
              contents
                  .older()
                  .orElseThrow(() -> notThere("roll back to what is older than what is served"));
          next.serving().orElseThrow().open();
          directory.write(next.state().orElseThrow());
          try {
            directory.sync();
          } finally {
            contents = next;
          }
          return next.serving().orElseThrow().manifest();
        });
  }

  @Override
  public void raise(SnapshotVersion version) {
    terms.requireWriter("raise the version", directory.path());
    locked(
        "raise the version to " + version,
        () -> {
          SnapshotVersion highest =
              contents
                  .state()
                  .map(ShelfState::highest)
                  .orElseThrow(() -> notThere("raise the version to " + version));
          if (version.compareTo(highest) > 0) {
            ShelfContents next = contents.raised(version);
            directory.write(next.state().orElseThrow());
            contents = next;
            directory.sync();
          }
          return true;
        });
  }

  /** Readers go on to their end. */
  void close() {
    lock.lock();
    try {
      contents.generations().forEach(each -> each.retire(false));
      contents = ShelfContents.EMPTY;
    } finally {
      lock.unlock();
    }
  }

  private NotFoundException notThere(String attempted) {
    return new NotFoundException(
        "%s of snapshot %s in %s: there is none".formatted(attempted, name, directory.path()));
  }

  /** A piece of work on the files. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(String attempted, Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } catch (IOException e) {
      throw SqliteErrors.translate(attempted, directory.path(), e);
    } finally {
      lock.unlock();
    }
  }
}
