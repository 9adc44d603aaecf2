package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.DeliveryBook.Failed;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.time.Rest;
import dev.tidemark.core.time.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sees to it that one target has the newest generation. It has turns of its own and waits for
 * nobody else; what comes while it pushes is looked at when it has ended, and of that the newest
 * alone.
 */
final class Courier {

  private final AtomicBoolean greets = new AtomicBoolean(true);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private final Underway underway = new Underway();
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

  /** Has the target asked whether it has what it should have, whatever it has said before. */
  void greet() {
    greets.set(true);
    turns.ask();
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
    return idle;
  }

  private Duration turn() {
    try {
      return takeTurn();
    } catch (Throwable notEvenTold) {
      return Publishing.AFTER_ALL;
    }
  }

  /** Whatever is to be done later asks for a turn by itself. */
  private Duration takeTurn() {
    if (publishing.mayGoOn()) {
      newest.get().map(offer -> new Push(publishing, target, offer)).ifPresent(this::see);
    }
    return publishing.policy().reconcileEvery();
  }

  private void see(Push push) {
    publishing.book().wants(target, push.manifest().version());
    boolean isToPush = greets.get() || !publishing.book().of(target).has(push.manifest());
    if (isToPush && backoff.isOver()) {
      conclude(pushed(push));
    }
  }

  /** What there is to do when a push has ended. */
  private Runnable pushed(Push push) {
    Instant begun = publishing.now();
    try {
      Delivery delivery = push.run(underway);
      Duration took = Spent.between(begun, publishing.now());
      return () -> delivered(push, delivery, took);
    } catch (Throwable failure) {
      return () -> broken(push, failure);
    }
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
    push.ended(delivery, took, this::failed);
    if (delivery.verdict().code() == Code.REJECTED_OLD) {
      refusedAsOld.accept(push.manifest().version());
    }
  }

  private Failed failed(String error) {
    int count = failures.incrementAndGet();
    Duration wait = publishing.waitAfter(count);
    backoff.begin(wait);
    return new Failed(count, error, Optional.of(wait));
  }

  /** What is not for this process to do has not failed; it is done when it leads again. */
  private void broken(Push push, Throwable failure) {
    if (publishing.mayGoOn()) {
      push.failed(failure, failed(Publishing.message(failure)));
    }
  }
}
