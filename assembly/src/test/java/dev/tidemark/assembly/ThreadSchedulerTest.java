package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.time.Scheduler.Pending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ThreadSchedulerTest {

  private static final Duration SOON = Duration.ofMillis(20);

  @AutoClose private final ThreadScheduler scheduler = new ThreadScheduler();

  @Test
  void after_delays_runsInTheOrderOfTime() throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch free = occupied();
    scheduler.after(SOON.multipliedBy(5), () -> note(ran, "later", both));
    scheduler.after(SOON, () -> note(ran, "sooner", both));
    free.countDown();

    assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("sooner", "later");
  }

  @Test
  void after_zero_runsOnAnotherThread() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();

    scheduler.after(Duration.ZERO, () -> ran.complete(Thread.currentThread()));

    assertThat(ran.get(30, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
  }

  /** What people write for "never" is more than nanoseconds can count. */
  @Test
  void after_aThousandYears_waits() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();

    Pending pending = scheduler.after(Duration.ofDays(999_999_999), () -> ran.set(true));

    await(SOON);
    assertThat(ran).isFalse();
    pending.cancel();
  }

  @Test
  void cancel_beforeItsTime_forgetsTheTask() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch free = occupied();
    Pending pending = scheduler.after(SOON, () -> ran.set(true));

    pending.cancel();
    pending.cancel();
    free.countDown();

    await(SOON.multipliedBy(2));
    assertThat(ran).isFalse();
  }

  /** A task that runs is let go on, and not interrupted. */
  @Test
  void cancel_whileItRuns_doesNothing() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Pending pending =
        scheduler.after(
            Duration.ZERO,
            () -> {
              begun.countDown();
              interrupted.complete(!awaited(cancelled));
            });
    begun.await();

    pending.cancel();
    cancelled.countDown();

    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void after_taskThrows_laterTasksStillRun() throws Exception {
    scheduler.after(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("a bug in a task");
        });
    scheduler.after(
        Duration.ZERO,
        () -> {
          throw new AssertionError("worse than a bug");
        });

    await(SOON);
  }

  @Test
  void close_waitingTasks_areForgottenAndTheThreadEnds() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    AtomicBoolean ran = new AtomicBoolean();
    scheduler.after(Duration.ZERO, () -> thread.complete(Thread.currentThread()));
    scheduler.after(Duration.ofHours(1), () -> ran.set(true));

    Thread worker = thread.get(30, TimeUnit.SECONDS);
    scheduler.close();
    scheduler.close();

    worker.join(30_000);
    assertThat(worker.isAlive()).isFalse();
    assertThat(ran).isFalse();
  }

  /** Until the scheduler has run something that was due no earlier than this. */
  private void await(Duration delay) throws Exception {
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    scheduler.after(delay, () -> passed.complete(true));
    assertThat(passed.get(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Until it is counted down, nothing runs, whatever is due. */
  private CountDownLatch occupied() {
    CountDownLatch free = new CountDownLatch(1);
    scheduler.after(Duration.ZERO, () -> awaited(free));
    return free;
  }

  private static void note(List<String> ran, String what, CountDownLatch latch) {
    ran.add(what);
    latch.countDown();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
