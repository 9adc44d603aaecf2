package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is written while a tick goes on is in it, or waits behind it. */
public interface RollupConcurrencyContract extends RollupFixture {

  int ROUNDS = 25;

  // scenario 7
  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  default void advance_whileOthersWrite_losesNothing(UsageRollup rollup) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      Future<Boolean> one = threads.submit(() -> write(rolled, 1));
      Future<Boolean> other = threads.submit(() -> write(rolled, 2));
      while (!(one.isDone() && other.isDone())) {
        rolled.table().advance(rolled.lease(), 3, true);
      }
      assertThat(one.get()).isTrue();
      assertThat(other.get()).isTrue();

      rolled.settle();
      rolled.assertConverged();
    } finally {
      threads.shutdownNow();
    }
  }

  /** It began first and ends last: its notes are older than some that were read before. */
  // scenario 7
  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  default void advance_whileATransactionIsOpen_losesNothingOfIt(UsageRollup rollup)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2));
      rolled.settle();
      Instant now = rolled.now();
      Future<?> other;
      Future<?> tick;
      try (SourceTransaction open = rolled.source().begin()) {
        open.put(UsageEvent.of(1).provider("slow").changed(now).row());
        open.put(UsageEvent.of(3).task(3L).changed(now).row());
        other = threads.submit(() -> rolled.put(UsageEvent.of(9).task(2L)));
        tryToEnd(other);
        tick = threads.submit(rolled::settle);
        tryToEnd(tick);
        open.remove(UsageSchema.USAGE, UsageEvent.of(2).row().key());
        open.commit();
      }
      other.get(60, TimeUnit.SECONDS);
      tick.get(60, TimeUnit.SECONDS);

      rolled.settle();
      rolled.assertConverged();
    } finally {
      threads.shutdownNow();
    }
  }

  // scenario 7
  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  default void walk_whileOthersWrite_losesNothing(UsageRollup rollup) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.source().putAll(UsageSchema.PARENTS);
      Future<Boolean> writer = threads.submit(() -> write(rolled, 1));
      do {
        rolled.fill();
      } while (!writer.isDone());
      assertThat(writer.get()).isTrue();

      rolled.settle();
      rolled.assertConverged();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Two that hold one lease, which nobody should, still come to the same. */
  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  default void advance_bySeveralAtOnce_comesToTheSame(UsageRollup rollup) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      for (int i = 0; i < 20; i++) {
        rolled.put(UsageEvent.of(i).provider("p" + i % 7));
      }
      Future<?> one = threads.submit(() -> advance(rolled));
      Future<?> other = threads.submit(() -> advance(rolled));
      one.get(60, TimeUnit.SECONDS);
      other.get(60, TimeUnit.SECONDS);

      rolled.settle();
      rolled.assertConverged();
    } finally {
      threads.shutdownNow();
    }
  }

  // scenario 11
  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  default void advance_interrupted_isThereWholeOrNotAtAll(UsageRollup rollup) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      for (int round = 1; round <= 5; round++) {
        rolled.put(events(300, round));
        List<RollupCell> before = rolled.cells();
        CompletableFuture<Thread> working = new CompletableFuture<>();

        Outcome outcome =
            interrupted(threads.submit(() -> advanced(rolled, working)), working, round);

        switch (outcome) {
          case DONE -> assertThat(rolled.cells()).isEqualTo(rolled.expected());
          case UNCHANGED -> assertThat(rolled.cells()).isEqualTo(before);
          case UNKNOWN -> assertThat(rolled.cells()).isIn(before, rolled.expected());
        }
        rolled.settle();
        rolled.assertConverged();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static UsageEvent[] events(int count, int round) {
    UsageEvent[] events = new UsageEvent[count];
    for (int i = 0; i < count; i++) {
      events[i] = UsageEvent.of(i).provider("p" + i % 50).input(round);
    }
    return events;
  }

  /** What is said of an advance. */
  enum Outcome {
    DONE,
    UNCHANGED,
    UNKNOWN
  }

  private static Outcome advanced(Rolled rolled, CompletableFuture<Thread> working) {
    working.complete(Thread.currentThread());
    try {
      rolled.table().advance(rolled.lease(), Rolled.MANY, true);
      return Outcome.DONE;
    } catch (CancelledException e) {
      return String.valueOf(e.getMessage()).contains("nothing was changed")
          ? Outcome.UNCHANGED
          : Outcome.UNKNOWN;
    } finally {
      Thread.interrupted();
    }
  }

  private static Outcome interrupted(
      Future<Outcome> advanced, CompletableFuture<Thread> working, int afterMillis)
      throws Exception {
    Thread worker = working.get(60, TimeUnit.SECONDS);
    try {
      return advanced.get(afterMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      worker.interrupt();
      return advanced.get(60, TimeUnit.SECONDS);
    }
  }

  private static void advance(Rolled rolled) {
    for (int i = 0; i < 10; i++) {
      rolled.table().advance(rolled.lease(), 4, true);
    }
  }

  /** Writes rows of its own, whose ids begin with a number of its own, and moves their parents. */
  private static boolean write(Rolled rolled, int writer) {
    Random random = new Random(writer);
    for (int i = 0; i < ROUNDS; i++) {
      Instant now = rolled.now();
      try (SourceTransaction transaction = rolled.source().begin()) {
        UsageEvent event =
            UsageEvent.of(writer * 1_000L + random.nextInt(15))
                .task((long) writer)
                .provider("p" + random.nextInt(3))
                .input(random.nextInt(100))
                .changed(now);
        transaction.put(event.row());
        if (random.nextInt(4) == 0) {
          transaction.put(UsageSchema.issue(writer, 1 + random.nextInt(2)));
        }
        if (random.nextInt(3) == 0) {
          transaction.remove(
              UsageSchema.USAGE, UsageEvent.of(writer * 1_000L + random.nextInt(15)).row().key());
        }
        transaction.commit();
      }
    }
    return true;
  }

  /** Gives it the time to end, if nothing is in its way. */
  private static void tryToEnd(Future<?> work) throws Exception {
    try {
      work.get(300, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Something is: it ends when that does.
    }
  }
}
