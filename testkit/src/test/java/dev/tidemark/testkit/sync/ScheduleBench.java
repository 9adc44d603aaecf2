package dev.tidemark.testkit.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.fake.SetLeadership;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A schedule with everything around it in memory, of scripted cycles an hour apart and without
 * jitter. Its cycles take no time and run on the scheduler's thread, unless they are held.
 */
final class ScheduleBench implements Executor {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final SchedulePolicy HOURLY =
      new SchedulePolicy(
          Mode.INCREMENTAL,
          Duration.ofHours(1),
          SchedulePolicy.every(Duration.ofHours(1)).retries(),
          0);

  final ManualClock clock = ManualClock.at(START);
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final InMemorySyncJournal journal = new InMemorySyncJournal();
  final InMemoryRequestLedger ledger = new InMemoryRequestLedger();
  final SetLeadership leadership = new SetLeadership();
  final RecordingListener listener = new RecordingListener();
  final ScriptedReplica replica = new ScriptedReplica(clock, journal);
  final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holds;

  SyncSchedule schedule() {
    return schedule(HOURLY);
  }

  SyncSchedule schedule(SchedulePolicy policy) {
    return schedule(policy, journal, this, listener);
  }

  /** By a policy that may change. */
  SyncSchedule schedule(Supplier<SchedulePolicy> policy) {
    return schedule(policy, journal, this, listener);
  }

  SyncSchedule schedule(
      SchedulePolicy policy, SyncJournal from, Executor worker, Listener telling) {
    return schedule(() -> policy, from, worker, telling);
  }

  private SyncSchedule schedule(
      Supplier<SchedulePolicy> policy, SyncJournal from, Executor worker, Listener telling) {
    return SyncSchedule.of(
        new SchedulePorts(replica, from, ledger, leadership),
        policy,
        new Ambient(clock, scheduler, new Random(1)),
        worker,
        telling);
  }

  /** A started one, which has looked once. */
  SyncSchedule started() {
    return started(schedule());
  }

  SyncSchedule started(SyncSchedule schedule) {
    schedule.start();
    settle();
    return schedule;
  }

  /** A success now, of an earlier process. */
  void succeedBefore() {
    replica.sync(SyncRequest.of(Mode.FULL));
    replica.requests.clear();
    replica.begun.clear();
  }

  /** From now on, a cycle that begins runs only when {@link #work} is called. */
  void hold() {
    holds = true;
  }

  void work() {
    holds = false;
    held.remove().run();
    replica.mustHaveHeld();
    settle();
  }

  @Override
  public void execute(Runnable cycle) {
    if (holds) {
      held.add(cycle);
    } else {
      cycle.run();
    }
  }

  void settle() {
    pass(Duration.ZERO);
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  /** When cycles began, in minutes from the start of the test. */
  List<Long> minutes() {
    return replica.begun.stream().map(at -> Duration.between(START, at).toMinutes()).toList();
  }

  /** When cycles began, in seconds from the start of the test. */
  List<Long> seconds() {
    return replica.begun.stream().map(at -> Duration.between(START, at).toSeconds()).toList();
  }

  List<Instant> told() {
    return listener.events(SyncEvent.CycleScheduled.class).stream()
        .map(SyncEvent.CycleScheduled::at)
        .toList();
  }

  static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  static Instant at(long minute) {
    return START.plus(minutes(minute));
  }
}
