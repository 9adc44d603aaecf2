package dev.tidemark.core.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Takes turns on a worker, one at a time: when somebody asks for one, and when the last one said. A
 * turn that is asked for during another comes behind it.
 */
public final class Turns {

  private static final Duration WITHOUT_WORKER = Duration.ofSeconds(1);

  /** Behind a turn that could not even tell what went wrong. */
  private static final Duration AFTER_ALL = Duration.ofSeconds(5);

  private final AtomicReference<Scheduler.Pending> next = new AtomicReference<>(() -> {});
  private final AtomicInteger wanted = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private final Scheduler scheduler;
  private final Executor worker;
  private final Supplier<Duration> turn;

  /**
   * @param turn says how long to wait for the next one; it tells by itself what goes wrong. Behind
   *     one that throws nevertheless, the next comes after five seconds.
   */
  public Turns(Scheduler scheduler, Executor worker, Supplier<Duration> turn) {
    this.scheduler = scheduler;
    this.worker = worker;
    this.turn = turn;
  }

  /** Asks for a turn now. */
  public void ask() {
    if (!ended.get() && wanted.getAndIncrement() == 0) {
      hand();
    }
  }

  private void hand() {
    try {
      worker.execute(this::take);
    } catch (RejectedExecutionException nobodyWorks) {
      wanted.set(0);
      if (ended.get()) {
        idle.complete(null);
      } else {
        later(WITHOUT_WORKER);
      }
    }
  }

  private void take() {
    int taken = wanted.get();
    try {
      if (!ended.get()) {
        later(turned());
      }
    } finally {
      if (ended.get()) {
        next.get().cancel();
        idle.complete(null);
      } else if (wanted.addAndGet(-taken) > 0) {
        hand();
      }
    }
  }

  private Duration turned() {
    try {
      return turn.get();
    } catch (Throwable notEvenTold) {
      return AFTER_ALL;
    }
  }

  private void later(Duration wait) {
    next.getAndSet(scheduler.after(wait, this::ask)).cancel();
  }

  /** No turn begins from now on. Completes when none is taken. */
  public CompletionStage<Void> end() {
    ended.set(true);
    next.get().cancel();
    if (wanted.getAndIncrement() == 0) {
      idle.complete(null);
    }
    return idle.minimalCompletionStage();
  }
}
