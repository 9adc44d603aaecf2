package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot that is taken. What is served changes under a lock of its own.
 *
 * <p>A newer version of the content that is served is not taken: nothing would change. Its version
 * is remembered until the process ends, so that what was published before it is not taken instead.
 * The next process knows no more than the shelf does, until that version is offered again.
 */
final class ServedSnapshot {

  private final ReentrantLock changing = new ReentrantLock();
  private final AtomicReference<@Nullable SnapshotVersion> noted = new AtomicReference<>();
  private final AtomicReference<@Nullable Instant> confirmed = new AtomicReference<>();
  private final SnapshotShelf shelf;

  ServedSnapshot(SnapshotShelf shelf) {
    this.shelf = shelf;
  }

  SnapshotShelf shelf() {
    return shelf;
  }

  /** Says that it has the content, if that is served. Waits only to remember a newer version. */
  Optional<Verdict> ifServed(SnapshotManifest offered, Instant now) {
    if (!isServed(offered)) {
      return Optional.empty();
    }
    return isOld(offered)
        ? have(now)
        : changing(() -> isServed(offered) ? note(offered, now) : Optional.empty());
  }

  private Optional<Verdict> note(SnapshotManifest offered, Instant now) {
    noted.accumulateAndGet(offered.version(), ServedSnapshot::higher);
    return have(now);
  }

  private Optional<Verdict> have(Instant now) {
    confirmed.set(now);
    return Optional.of(Verdict.of(Code.ALREADY_HAVE));
  }

  /**
   * Refuses what is not newer than all that was here, unless that very content is served by now.
   */
  Optional<Verdict> ifOld(SnapshotManifest offered, Instant now) {
    return isOld(offered)
        ? ifServed(offered, now).or(() -> Optional.of(old(offered)))
        : Optional.empty();
  }

  private boolean isOld(SnapshotManifest offered) {
    return highest().filter(highest -> offered.version().compareTo(highest) <= 0).isPresent();
  }

  private Verdict old(SnapshotManifest offered) {
    return new Verdict(
        Code.REJECTED_OLD,
        "%s is not newer than %s, which was here before"
            .formatted(offered.version(), highest().orElseThrow()));
  }

  private static @Nullable SnapshotVersion higher(
      @Nullable SnapshotVersion one, @Nullable SnapshotVersion other) {
    return Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
        .flatMap(Optional::stream)
        .max(SnapshotVersion::compareTo)
        .orElse(null);
  }

  private boolean isServed(SnapshotManifest offered) {
    return shelf.serving().filter(serving -> isSame(serving.manifest(), offered)).isPresent();
  }

  /** Equal rows in other tables are something else. */
  private static boolean isSame(SnapshotManifest one, SnapshotManifest other) {
    boolean equalContent =
        one.identity().equals(other.identity())
            && one.provenance()
                .map(Provenance::schemaHash)
                .equals(other.provenance().map(Provenance::schemaHash));
    return equalContent || one.fileHash().equals(other.fileHash());
  }

  Optional<SnapshotVersion> highest() {
    return Optional.ofNullable(higher(noted.get(), shelf.highest().orElse(null)));
  }

  /**
   * Serves it from now on, unless something newer has come meanwhile.
   *
   * @param installed called under the lock
   */
  Verdict install(SnapshotManifest offered, Incoming file, Instant now, Runnable installed) {
    return changing(
        () ->
            ifServed(offered, now)
                .or(() -> ifOld(offered, now))
                .orElseGet(() -> swap(file, now, installed)));
  }

  private Verdict swap(Incoming file, Instant now, Runnable installed) {
    Verdict verdict = file.install();
    if (verdict.code() == Code.ACCEPTED) {
      confirmed.set(now);
      installed.run();
    }
    return verdict;
  }

  /**
   * Serves the one before.
   *
   * @param installed called under the lock
   */
  SignedManifest rollBack(Consumer<SignedManifest> installed) {
    return changing(
        () -> {
          SignedManifest older = shelf.rollBack();
          installed.accept(older);
          return older;
        });
  }

  private <T> T changing(Supplier<T> work) {
    changing.lock();
    try {
      return work.get();
    } finally {
      changing.unlock();
    }
  }

  Standing standing(Instant now) {
    Optional<SignedManifest> serving = shelf.serving();
    return new Standing(
        serving,
        serving.map(one -> Spent.between(one.manifest().built(), now)),
        highest(),
        Optional.ofNullable(confirmed.get()));
  }
}
