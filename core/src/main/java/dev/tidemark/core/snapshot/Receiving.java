package dev.tidemark.core.snapshot;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SubscriberStatus.Underway;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Incoming;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot on its way in. It ends with its first verdict, and holds nothing from then on;
 * whatever is called later hears that verdict again.
 */
final class Receiving implements Inbox.Reception {

  /** Less than this is sent again sooner than it is kept. */
  private static final long WORTH_KEEPING = 1 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable Verdict> ended = new AtomicReference<>();
  private final AtomicBoolean isDelta = new AtomicBoolean();
  private final AtomicLong bytes = new AtomicLong();
  private final Arrival arrival;
  private final Incoming file;
  private final Optional<SnapshotManifest> base;
  private final Function<Incoming, Verdict> install;
  private final Consumer<Throwable> why;
  private final BiConsumer<Receiving, Verdict> over;

  /** What comes, from whom, and since when. */
  record Arrival(SnapshotManifest manifest, String peer, Instant since) {}

  /**
   * @param base what is served as it begins
   * @param install what is done when all is there
   * @param why hears what breaks, under a lock
   * @param over hears the verdict, once, outside of all locks
   */
  Receiving(
      Arrival arrival,
      Incoming file,
      Optional<SnapshotManifest> base,
      Function<Incoming, Verdict> install,
      Consumer<Throwable> why,
      BiConsumer<Receiving, Verdict> over) {
    this.arrival = arrival;
    this.file = file;
    this.base = base;
    this.install = install;
    this.why = why;
    this.over = over;
  }

  Arrival arrival() {
    return arrival;
  }

  /** How many came. */
  long bytes() {
    return bytes.get();
  }

  Underway underway() {
    SnapshotManifest coming = arrival.manifest();
    return new Underway(
        arrival.peer(),
        coming.name(),
        coming.version(),
        arrival.since(),
        coming.size(),
        bytes.get());
  }

  @Override
  public Optional<SnapshotVersion> base() {
    return base.map(SnapshotManifest::version);
  }

  @Override
  public Optional<String> baseHash() {
    return base.map(SnapshotManifest::fileHash);
  }

  /** None, once it is over or if nobody can tell: then all of it is sent. */
  @Override
  public long length() {
    lock.lock();
    try {
      return ended.get() == null ? file.length() : 0;
    } catch (StorageException unknown) {
      return 0;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Verdict> begin(SnapshotVersion from) {
    return step(() -> copy(from));
  }

  private Optional<Verdict> copy(SnapshotVersion from) {
    if (!base().equals(Optional.of(from)) || bytes.get() > 0 || isDelta.getAndSet(true)) {
      return rejected(
          Code.REJECTED_PROTOCOL,
          "changes of %s were not asked for, or not before anything else".formatted(from));
    }
    try {
      file.copy(from);
      return Optional.empty();
    } catch (NotFoundException gone) {
      return rejected(Code.FAILED, "there is no %s any more to change".formatted(from));
    }
  }

  @Override
  public Optional<Verdict> write(ByteBuffer some, long at) {
    return step(() -> put(some, at));
  }

  /** Whoever sends may send each byte once. */
  private Optional<Verdict> put(ByteBuffer some, long at) {
    int length = some.remaining();
    long size = arrival.manifest().size();
    if (at < 0 || at > size - length || bytes.get() > size - length) {
      return rejected(
          Code.REJECTED_SIZE,
          "%d bytes at %d are more than the %d that were announced".formatted(length, at, size));
    }
    file.write(some, at);
    bytes.addAndGet(length);
    return Optional.empty();
  }

  @Override
  public Verdict complete() {
    return step(() -> Optional.of(whole())).orElseThrow();
  }

  private Verdict whole() {
    long size = arrival.manifest().size();
    return isDelta.get() || file.length() == size
        ? install.apply(file)
        : new Verdict(
            Code.REJECTED_SIZE, "expected %d bytes, found %d".formatted(size, file.length()));
  }

  @Override
  public void close() {
    leaveOff("it broke off");
  }

  /** The end without a verdict of its own. What is under way in it is waited for. */
  void leaveOff(String why) {
    step(
        () -> {
          keep();
          return rejected(
              Code.FAILED,
              "%s, %d bytes after the offer of %d"
                  .formatted(why, bytes.get(), arrival.manifest().size()));
        });
  }

  private void keep() {
    if (!isDelta.get() && file.length() >= WORTH_KEEPING) {
      file.suspend();
    }
  }

  private Optional<Verdict> step(Supplier<Optional<Verdict>> work) {
    Optional<Verdict> verdict;
    lock.lock();
    try {
      Verdict before = ended.get();
      if (before != null) {
        return Optional.of(before);
      }
      verdict = Failed.saying(work, why);
      verdict.ifPresent(this::end);
    } finally {
      lock.unlock();
    }
    verdict.ifPresent(said -> over.accept(this, said));
    return verdict;
  }

  /** A file that cannot be removed now is swept later. */
  private void end(Verdict verdict) {
    ended.set(verdict);
    try {
      file.close();
    } catch (RuntimeException ignored) {
      // The verdict stands.
    }
  }

  private static Optional<Verdict> rejected(Code code, String why) {
    return Optional.of(new Verdict(code, why));
  }
}
