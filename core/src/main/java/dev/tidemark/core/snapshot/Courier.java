package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.DeliveryBook.Attempt;
import dev.tidemark.core.snapshot.PublishReport.Outcome;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.time.Rest;
import dev.tidemark.core.time.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one target has the newest generation. It has turns of its own and waits for
 * nobody else; what comes while it pushes is looked at when it has ended, and of that the newest
 * alone.
 */
final class Courier {

  private static final Set<Code> SPOILT =
      Set.of(Code.REJECTED_HASH, Code.REJECTED_SCHEMA, Code.FAILED);

  private final AtomicBoolean greets = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private final Set<Hearing> hearings = ConcurrentHashMap.newKeySet();

  /** The version that the target has declined, if that is why there is a wait. */
  private final AtomicReference<@Nullable SnapshotVersion> declined = new AtomicReference<>();

  private final Flights underway = new Flights();
  private final Publishing publishing;
  private final Target target;
  private final Supplier<Optional<Offer>> newest;
  private final Consumer<SnapshotVersion> refusedAsOld;
  private final Turns turns;
  private final Rest backoff;
  private final Rest confirmed;

  /**
   * @param newest what the target should have; never throws
   * @param refusedAsOld hears what the target has had a newer one of; quick, and does not throw
   */
  Courier(
      Publishing publishing,
      Target target,
      Supplier<Optional<Offer>> newest,
      Consumer<SnapshotVersion> refusedAsOld) {
    this.publishing = publishing;
    this.target = target;
    this.newest = newest;
    this.refusedAsOld = refusedAsOld;
    this.turns = new Turns(publishing.scheduler(), publishing.workers(), this::turn);
    this.backoff = new Rest(publishing.scheduler(), turns::ask);
    this.confirmed = new Rest(publishing.scheduler(), this::greet);
    this.greets.set(isGreeted());
  }

  Target target() {
    return target;
  }

  boolean isPushing() {
    return underway.isBusy();
  }

  /** There may be something to be pushed. */
  void ask() {
    turns.ask();
  }

  /**
   * Has the target asked whether it has what it should have, whatever it has said before; where
   * that can be asked.
   */
  void greet() {
    if (isGreeted()) {
      greets.set(true);
    }
    turns.ask();
  }

  /** The older protocol has no greeting, and would send the whole file: its book is trusted. */
  private boolean isGreeted() {
    return target.strategy() != Target.Strategy.DBSYNC;
  }

  /** Somebody hears what becomes of the pushes. */
  void hear(Hearing hearing) {
    hearings.add(hearing);
    if (ended.get()) {
      hearing.leftAlone(target);
    }
  }

  void hearNoMore(Hearing hearing) {
    hearings.remove(hearing);
  }

  /** Interrupts a push. */
  void callOff() {
    underway.callOff();
  }

  /** Nothing is pushed any more, nor told of what is under way. Completes when nothing is. */
  CompletionStage<Void> end() {
    synchronized (this) {
      ended.set(true);
    }
    CompletionStage<Void> idle = turns.end();
    backoff.end();
    confirmed.end();
    underway.end();
    hearings.forEach(hearing -> hearing.leftAlone(target));
    return idle;
  }

  /** Whatever is to be done later asks for a turn by itself. */
  private Duration turn() {
    if (publishing.mayGoOn()) {
      newest.get().map(offer -> new Push(publishing, target, offer)).ifPresent(this::see);
    }
    return publishing.policy().reconcileEvery();
  }

  private void see(Push push) {
    SnapshotManifest manifest = push.manifest();
    List<Hearing> waiting = hearings.stream().filter(Hearing::isWaiting).toList();
    if (waiting.isEmpty() && isLeftAlone(manifest)) {
      publishing.book().has(target, manifest);
      return;
    }
    publishing.book().wants(target, manifest.version());
    if (!waiting.isEmpty() || (isToPush(manifest) && isTimeFor(manifest))) {
      conclude(pushed(push, waiting));
    }
  }

  /** It cannot be asked, and has the content by the book. */
  private boolean isLeftAlone(SnapshotManifest manifest) {
    return !isGreeted() && !greets.get() && publishing.book().hasContent(target, manifest);
  }

  private boolean isToPush(SnapshotManifest manifest) {
    return greets.get() || !publishing.book().isAt(target, manifest);
  }

  /** Who has declined one version may take the next one. Who cannot be reached is left alone. */
  private boolean isTimeFor(SnapshotManifest manifest) {
    SnapshotVersion before = declined.get();
    return backoff.isOver() || (before != null && !before.equals(manifest.version()));
  }

  /** What there is to do when a push has ended. */
  private Runnable pushed(Push push, List<Hearing> waiting) {
    Instant begun = publishing.now();
    try {
      Delivery delivery = push.run(underway);
      Duration took = Spent.between(begun, publishing.now());
      return () -> {
        delivered(push, delivery, took);
        tell(push, waiting, Outcome.of(target, delivery, took));
      };
    } catch (Throwable failure) {
      Duration took = Spent.between(begun, publishing.now());
      return () -> broken(push, failure, waiting, took);
    }
  }

  private void tell(Push push, List<Hearing> waiting, Outcome outcome) {
    hearings.forEach(hearing -> hearing.told(push.manifest().version(), outcome));
    waiting.forEach(hearing -> hearing.answer(outcome));
  }

  /** Who is gone is not spoken of any more: another one may be in its place. */
  private synchronized void conclude(Runnable how) {
    if (!ended.get()) {
      how.run();
    }
  }

  private void delivered(Push push, Delivery delivery, Duration took) {
    if (delivery.verdict().code().isGood()) {
      greets.set(false);
      failures.set(0);
      confirmed.begin(publishing.policy().reconcileEvery());
    }
    push.ended(delivery, took, error -> declined(push, delivery, error));
    if (delivery.verdict().code() == Code.REJECTED_OLD) {
      refusedAsOld.accept(push.manifest().version());
    }
  }

  private Attempt declined(Push push, Delivery delivery, String error) {
    boolean isBusy = delivery.verdict().code() == Code.REJECTED_BUSY;
    declined.set(isBusy ? null : push.manifest().version());
    int count = failures.incrementAndGet();
    boolean isInVain = count > 1 && isSpoilt(delivery);
    return failed(
        count,
        isInVain ? publishing.policy().reconcileEvery() : publishing.waitAfter(count),
        error);
  }

  /** All of it was sent, and is not taken: it would not be the next time. Once may be a mishap. */
  private static boolean isSpoilt(Delivery delivery) {
    return delivery.way() != Delivery.Way.NOTHING && SPOILT.contains(delivery.verdict().code());
  }

  private Attempt failed(int count, Duration wait, String error) {
    greets.set(true);
    backoff.begin(wait);
    return new Attempt(count, error, Optional.of(wait));
  }

  /** What is not for this process to do has not failed; it is done when it leads again. */
  private void broken(Push push, Throwable failure, List<Hearing> waiting, Duration took) {
    if (publishing.mayGoOn()) {
      declined.set(null);
      int count = failures.incrementAndGet();
      String error = Publishing.message(failure);
      push.failed(failure, failed(count, publishing.waitAfter(count), error));
      tell(push, waiting, Outcome.failed(target, error, took));
    }
  }
}
