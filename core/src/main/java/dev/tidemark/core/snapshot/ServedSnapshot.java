package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot that is taken. What is served changes under a lock of its own.
 *
 * <p>A newer version of the content that is served is not taken until it was built hours later:
 * nothing else would change. Its version is remembered on the shelf, so that what was published
 * before it is not taken instead; and until the process ends when it was built, since by then the
 * content was current still. When it was offered proves nothing: whoever has an old manifest can
 * offer it again.
 *
 * <p>The content that a roll back has left is not taken under a newer version either, until another
 * content was.
 */
final class ServedSnapshot {

  /** What is served is taken again when it was built so much later. */
  private static final Duration TAKEN_AGAIN = Duration.ofHours(6);

  private final ReentrantLock changing = new ReentrantLock();
  private final AtomicReference<@Nullable Instant> confirmed = new AtomicReference<>();

  /** The last time at which what is served was built again; changes under the lock. */
  private final AtomicReference<@Nullable Instant> restamped = new AtomicReference<>();

  private final SnapshotShelf shelf;

  ServedSnapshot(SnapshotShelf shelf) {
    this.shelf = shelf;
  }

  SnapshotShelf shelf() {
    return shelf;
  }

  /** Says that it has the content, if that is served. Waits only to remember a newer one. */
  Optional<Verdict> ifServed(SnapshotManifest offered, Instant now) {
    if (!isServed(offered)) {
      return Optional.empty();
    }
    return isOld(offered) && !isLater(offered, now)
        ? have(now)
        : changing(() -> isServed(offered) ? note(offered, now) : Optional.empty());
  }

  private Optional<Verdict> note(SnapshotManifest offered, Instant now) {
    shelf.raise(offered.version());
    if (isLater(offered, now)) {
      restamped.set(offered.built());
    }
    return have(now);
  }

  /** What says that it was built in the future does not count before that has come. */
  private boolean isLater(SnapshotManifest offered, Instant now) {
    Instant last = restamped.get();
    return !offered.built().isAfter(now) && (last == null || offered.built().isAfter(last));
  }

  private Optional<Verdict> have(Instant now) {
    confirmed.set(now);
    return Optional.of(Verdict.of(Code.ALREADY_HAVE));
  }

  /**
   * Refuses what is not newer than all that was here, or what was rolled back, unless that very
   * content is served by now.
   */
  Optional<Verdict> ifOld(SnapshotManifest offered, Instant now) {
    Optional<Verdict> refused =
        isOld(offered) ? Optional.of(old(offered)) : left(offered).map(this::rolledBack);
    return refused.map(verdict -> ifServed(offered, now).orElse(verdict));
  }

  /** The generation of this content that a roll back has left. */
  private Optional<SnapshotVersion> left(SnapshotManifest offered) {
    return shelf
        .serving()
        .map(serving -> serving.manifest().version())
        .flatMap(
            serving ->
                shelf.generations().stream()
                    .map(SignedManifest::manifest)
                    .filter(each -> each.version().compareTo(serving) > 0)
                    .filter(offered::isSameAs)
                    .map(SnapshotManifest::version)
                    .findFirst());
  }

  private Verdict rolledBack(SnapshotVersion left) {
    return new Verdict(
        Code.REJECTED_OLD, "its content is that of %s, which was rolled back here".formatted(left));
  }

  private boolean isOld(SnapshotManifest offered) {
    return shelf.highest().filter(highest -> offered.version().compareTo(highest) <= 0).isPresent();
  }

  private Verdict old(SnapshotManifest offered) {
    return new Verdict(
        Code.REJECTED_OLD,
        "%s is not newer than %s, which was here before"
            .formatted(offered.version(), shelf.highest().orElseThrow()));
  }

  private boolean isServed(SnapshotManifest offered) {
    return shelf
        .serving()
        .map(SignedManifest::manifest)
        .filter(serving -> serving.isSameAs(offered) && !isWorthTaking(offered, serving))
        .isPresent();
  }

  /**
   * A few bytes that differ, so that whoever this passes it on to has something young, too; or so
   * that what another specification let through goes.
   */
  private static boolean isWorthTaking(SnapshotManifest offered, SnapshotManifest serving) {
    return offered.version().compareTo(serving.version()) > 0
        && (offered.withdraws(serving)
            || !offered.built().isBefore(serving.built().plus(TAKEN_AGAIN)));
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
      restamped.set(null);
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
          restamped.set(null);
          confirmed.set(null);
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
    Optional<Instant> asOf = serving.map(one -> asOf(one.manifest().built()));
    return new Standing(
        serving,
        asOf,
        asOf.map(when -> Spent.between(when, now)),
        shelf.highest(),
        Optional.ofNullable(confirmed.get()));
  }

  private Instant asOf(Instant built) {
    return Optional.ofNullable(restamped.get()).filter(built::isBefore).orElse(built);
  }
}
