package dev.tidemark.core.snapshot;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.snapshot.Generations.Generation;
import dev.tidemark.core.snapshot.PublicationStanding.Failure;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.time.Rest;
import dev.tidemark.core.time.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** One snapshot: has the next generation made when its source has moved, and hands it out. */
final class Publication {

  private final AtomicReference<Optional<Offer>> newest = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Failure>> failure =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean isDue = new AtomicBoolean(true);
  private final AtomicBoolean isSuperseded = new AtomicBoolean();
  private final AtomicLong seen = new AtomicLong();
  private final ReentrantLock making = new ReentrantLock();
  private final Flights underway = new Flights();
  private final Publishing publishing;
  private final PublishedSnapshot snapshot;
  private final Generations generations;
  private final Couriers couriers;
  private final Turns turns;
  private final Settling settling;
  private final Rest backoff;

  Publication(Publishing publishing, PublishedSnapshot snapshot) {
    this.publishing = publishing;
    this.snapshot = snapshot;
    this.generations = new Generations(publishing, snapshot);
    this.couriers = new Couriers(publishing, snapshot.name(), newest::get, this::refusedAsOld);
    this.turns = new Turns(publishing.scheduler(), publishing.workers(), this::turn);
    this.settling = new Settling(publishing.scheduler(), turns::ask);
    this.backoff = new Rest(publishing.scheduler(), turns::ask);
  }

  String name() {
    return snapshot.name();
  }

  Couriers couriers() {
    return couriers;
  }

  /** Looks at the source. */
  void ask() {
    turns.ask();
  }

  /** Whatever is known may be of old: somebody else may have published meanwhile. */
  void beginAnew() {
    newest.set(Optional.empty());
    generations.beginAnew();
    isDue.set(true);
    couriers.greet();
    turns.ask();
  }

  private void refusedAsOld(SnapshotVersion version) {
    if (supersede(version)) {
      turns.ask();
    }
  }

  /**
   * A target has had a newer one than this. If it is of before this process began to publish, the
   * next generation is a new one, whatever its content is. One that was made since is refused on
   * purpose, where it was rolled back.
   *
   * @return whether there is, or is to be, a newer one
   */
  boolean supersede(SnapshotVersion version) {
    boolean isOfBefore = generations.isOfBefore(version);
    if (isOfBefore && isNewest(version)) {
      isSuperseded.set(true);
      isDue.set(true);
    }
    return isOfBefore;
  }

  private boolean isNewest(SnapshotVersion version) {
    return newest
        .get()
        .filter(offer -> offer.manifest().manifest().version().equals(version))
        .isPresent();
  }

  void callOff() {
    underway.callOff();
    couriers.callOff();
  }

  /** Completes when nothing is done any more. */
  CompletionStage<Void> end() {
    CompletionStage<Void> idle = turns.end();
    settling.end();
    backoff.end();
    underway.end();
    return idle.thenCombine(couriers.end(), (here, there) -> here);
  }

  private Duration turn() {
    try {
      if (publishing.mayGoOn() && backoff.isOver()) {
        look();
      }
    } catch (Throwable cause) {
      broken(cause);
    }
    return publishing.policy().poll();
  }

  private void look() {
    if (snapshot.plan().isEmpty()) {
      offer(generations.last());
      failure.set(Optional.empty());
      return;
    }
    long mark = mark();
    if (seen.getAndSet(mark) != mark) {
      settling.moved(publishing.policy());
    }
    if (isDue.get() || settling.isOver() || isOutdated()) {
      make(generations::next);
    }
  }

  /** Nothing has changed for so long that who sees the newest cannot tell whether it is current. */
  private boolean isOutdated() {
    Instant oldest = publishing.oldest(publishing.now());
    return newest
        .get()
        .filter(last -> last.manifest().manifest().built().isBefore(oldest))
        .isPresent();
  }

  private long mark() {
    return publishing
        .ports()
        .feed()
        .map(feed -> feed.latest().value())
        .orElseGet(publishing.ports().store()::mark);
  }

  /**
   * Makes the next generation on this thread, whatever the source is like. One at a time: who is
   * behind another one builds what came meanwhile.
   *
   * @throws CancelledException if the thread is interrupted, or it was called off
   */
  Generation makeNow() {
    return make(anew -> Optional.of(generations.required(anew))).orElseThrow();
  }

  private Optional<Generation> make(Function<Boolean, Optional<Generation>> how) {
    return underway.run(
        flight -> {
          publishing.goOn(attempted());
          lock();
          try {
            return made(how);
          } finally {
            making.unlock();
          }
        });
  }

  private String attempted() {
    return "publish snapshot " + name();
  }

  private void lock() {
    try {
      making.lockInterruptibly();
    } catch (InterruptedException stopped) {
      throw new CancelledException(attempted() + ": stopped", stopped);
    }
  }

  /** What moves from here on is not in it for certain; whatever goes wrong, it is still due. */
  private Optional<Generation> made(Function<Boolean, Optional<Generation>> how) {
    isDue.set(true);
    settling.end();
    Optional<Generation> next = how.apply(isSuperseded.get());
    isSuperseded.set(false);
    isDue.set(false);
    failure.set(Optional.empty());
    offer(next.map(Generation::offer));
    return next;
  }

  private void offer(Optional<Offer> next) {
    Optional<Offer> before = newest.getAndSet(next);
    if (!before.map(Offer::manifest).equals(next.map(Offer::manifest))) {
      if (isTakenBack(before, next)) {
        couriers.callOff();
      }
      couriers.ask();
    }
  }

  /** What was rolled back here is not sent to its end. */
  private static boolean isTakenBack(Optional<Offer> before, Optional<Offer> next) {
    return before.isPresent()
        && next.isPresent()
        && version(next.get()).compareTo(version(before.get())) < 0;
  }

  private static SnapshotVersion version(Offer offer) {
    return offer.manifest().manifest().version();
  }

  /** What is not for this process to do has not failed; it is done when it leads again. */
  private void broken(Throwable cause) {
    if (publishing.mayGoOn()) {
      failed(cause);
    }
  }

  private void failed(Throwable cause) {
    int count = failure.get().map(Failure::attempts).orElse(0) + 1;
    Duration wait = publishing.waitAfter(count);
    failure.set(
        Optional.of(new Failure(count, Publishing.message(cause), publishing.now().plus(wait))));
    backoff.begin(wait);
    publishing.tell(new SnapshotEvent.BuildFailed(name(), cause, wait));
    fallBack();
  }

  /** What was published before is delivered still. */
  private void fallBack() {
    if (newest.get().isEmpty()) {
      try {
        offer(generations.last());
      } catch (RuntimeException unreadable) {
        // The failure that was told says enough; the next try comes here again.
      }
    }
  }

  /**
   * @param targets all that there are
   */
  PublicationStanding standing(List<Target> targets) {
    Optional<SnapshotManifest> published =
        newest.get().map(Offer::manifest).or(generations::onShelf).map(SignedManifest::manifest);
    return new PublicationStanding(
        name(),
        snapshot.plan().isEmpty(),
        published,
        failure.get(),
        couriers.standings(targets.stream().filter(this::isOwn).toList()));
  }

  private boolean isOwn(Target target) {
    return target.snapshot().equals(name());
  }
}
