package dev.tidemark.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.Answer;
import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.SetLeadership;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A schedule between real threads, more of them than any application has. */
@Timeout(120)
final class ScheduleThreadsTest {

  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(4);
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final ExecutorService callers = Executors.newFixedThreadPool(4);
  private final ManualClock clock = ManualClock.at(ScheduleBench.START);
  private final InMemorySyncJournal journal = new InMemorySyncJournal();
  private final SetLeadership leadership = new SetLeadership();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger cycles = new AtomicInteger();

  @AfterEach
  void close() {
    timers.shutdownNow();
    workers.shutdownNow();
    callers.shutdownNow();
  }

  @Test
  void manyTriggers_neverRunTwoCyclesAndLoseNoAcceptedOne() throws Exception {
    SyncSchedule schedule = schedule();
    schedule.start();
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      calls.add(() -> triggered(schedule));
    }

    int accepted = 0;
    for (Future<Integer> each : callers.invokeAll(calls)) {
      accepted += each.get();
    }
    schedule.stop(Duration.ofMinutes(1)).toCompletableFuture().get(60, TimeUnit.SECONDS);

    assertThat(most).hasValue(1);
    assertThat(accepted).isEqualTo(4 * 50);
    assertThat(cycles.get()).isBetween(accepted - 1, accepted + 1);
  }

  /**
   * Asks until it was heard often enough, however the threads take turns. The first cycle comes by
   * itself; the last one may be stopped before it begins.
   */
  private int triggered(SyncSchedule schedule) {
    int accepted = 0;
    while (accepted < 50 && !Thread.currentThread().isInterrupted()) {
      if (schedule.trigger(SyncRequest.of(Mode.FULL)) == Answer.ACCEPTED) {
        accepted++;
      }
    }
    return accepted;
  }

  private SyncSchedule schedule() {
    Scheduler scheduler =
        (delay, task) -> {
          Future<?> future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
          return () -> future.cancel(false);
        };
    return SyncSchedule.of(
        new SchedulePorts(replica(), journal, new InMemoryRequestLedger(), leadership),
        ScheduleBench.HOURLY,
        new Ambient(clock, scheduler, new Random(1)),
        workers,
        Listener.NONE);
  }

  private SyncReplica replica() {
    return new SyncReplica() {
      @Override
      public SyncReport sync(SyncRequest request) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        cycles.incrementAndGet();
        long cycle = journal.begin(request.mode(), clock.instant());
        journal.end(
            cycle,
            new Run.Ended(clock.instant(), new Run.Succeeded(Position.START, Tally.NONE, 0, 0)));
        now.decrementAndGet();
        return new SyncReport(
            cycle,
            request.mode(),
            clock.instant(),
            clock.instant(),
            Position.START,
            Map.of(),
            0,
            0,
            Map.of());
      }

      @Override
      public void cancel(String why) {}
    };
  }
}
