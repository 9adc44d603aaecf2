package dev.tidemark.testkit.mirror;

import static dev.tidemark.core.mirror.MirrorState.LIVE;
import static dev.tidemark.testkit.mirror.MirrorBench.org;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.mirror.Backfilled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Backfills that are asked for at once, on real threads. */
@Timeout(60)
final class SingleFlightTest {

  private final MirrorBench bench = new MirrorBench();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  /** It is the first to ask for the bookmark, to see whether the database is there. */
  private final AtomicReference<@Nullable Thread> keeper = new AtomicReference<>();

  @BeforeEach
  void hold() {
    bench.open(bench.scheduler, threads, bench.told);
    bench.replica.live(org(1), org(2));
    bench.database.before(
        step -> {
          if (step.equals("bookmark")) {
            keeper.compareAndSet(null, Thread.currentThread());
          }
          if (step.equals("prepare") && runs.incrementAndGet() == 1) {
            begun.countDown();
            awaitUnmoved(release);
          }
        });
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private static void awaitUnmoved(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void scenario13_backfillsAtOnce_areOneRun() throws Exception {
    List<FutureTask<Backfilled>> callers = new ArrayList<>();
    callers.add(begin());
    begun.await();
    callers.add(waiting());
    callers.add(waiting());

    release.countDown();

    for (FutureTask<Backfilled> caller : callers) {
      assertThat(caller.get()).isSameAs(callers.get(0).get());
      assertThat(caller.get().rows()).isEqualTo(2);
    }
    assertThat(runs).hasValue(1);
    bench.mirror().backfill();
    assertThat(runs).as("one more behind them").hasValue(2);
  }

  @Test
  void scenario13_backfillThatFails_failsForAll() throws Exception {
    FutureTask<Backfilled> first = begin();
    begun.await();
    FutureTask<Backfilled> second = waiting();
    bench.database.goAway();

    release.countDown();

    assertThatThrownBy(first::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(MirrorUnavailableException.class);
    assertThatThrownBy(second::get).hasCauseInstanceOf(MirrorUnavailableException.class);
    bench.database.comeBack();
    assertThat(bench.mirror().backfill().rows()).isEqualTo(2);
  }

  @Test
  void waitForAnothersBackfill_interrupted_isCancelledAndTheOtherGoesOn() throws Exception {
    FutureTask<Backfilled> first = begin();
    begun.await();
    FutureTask<Backfilled> second = new FutureTask<>(() -> bench.mirror().backfill());
    Thread waiting = started(second);

    waiting.interrupt();

    assertThatThrownBy(second::get).hasCauseInstanceOf(CancelledException.class);
    release.countDown();
    assertThat(first.get().rows()).isEqualTo(2);
  }

  /** Who keeps the mirror has its result as well, and is live with it. */
  @Test
  void start_whileSomebodyBackfills_joinsThat() throws Exception {
    FutureTask<Backfilled> byHand = begin();
    begun.await();
    bench.mirrors().start();
    untilItWaits();

    release.countDown();
    byHand.get();
    bench.mirrors().stop().toCompletableFuture().get(30, TimeUnit.SECONDS);

    assertThat(runs).hasValue(1);
  }

  @Test
  void stop_whileItWorks_completesBehindThat() throws Exception {
    bench.mirrors().start();
    begun.await();
    CompletableFuture<Void> stopped = bench.mirrors().stop().toCompletableFuture();
    assertThat(stopped).isNotDone();

    release.countDown();
    stopped.get(30, TimeUnit.SECONDS);

    assertThat(bench.stands()).isNotEqualTo(LIVE);
  }

  @Test
  void ask_workersThatRefuse_isAskedAgain() {
    AtomicInteger refusals = new AtomicInteger(2);
    bench.database.comeBack();
    bench.open(
        bench.scheduler,
        task -> {
          if (refusals.getAndDecrement() > 0) {
            throw new RejectedExecutionException("all are busy");
          }
          task.run();
        },
        bench.told);
    bench.start();
    bench.mirrors().feedGrew();
    bench.pass(MirrorBench.VERIFIED.dividedBy(100));

    bench.assertState(LIVE);
    refusals.set(1);
    bench.mirrors().feedGrew();
    assertThat(bench.mirrors().stop().toCompletableFuture()).isCompleted();
  }

  private FutureTask<Backfilled> begin() {
    FutureTask<Backfilled> task = new FutureTask<>(() -> bench.mirror().backfill());
    threads.execute(task);
    return task;
  }

  /** One that waits by now. */
  private FutureTask<Backfilled> waiting() {
    FutureTask<Backfilled> task = new FutureTask<>(() -> bench.mirror().backfill());
    started(task);
    return task;
  }

  private Thread started(FutureTask<Backfilled> task) {
    CountDownLatch known = new CountDownLatch(1);
    List<Thread> thread = new ArrayList<>();
    threads.execute(
        () -> {
          thread.add(Thread.currentThread());
          known.countDown();
          task.run();
        });
    awaitUnmoved(known);
    while (thread.get(0).getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread.get(0);
  }

  /** The keeper has asked for a backfill, and waits for that of another. */
  private void untilItWaits() {
    while (keeper.get() == null || keeper.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
