package dev.tidemark.testkit.year;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.fake.SetLeadership;
import java.time.Duration;
import java.util.Random;

/** One process. When it dies, nothing of it happens any more. */
final class Node {

  final SetLeadership leadership = new SetLeadership();
  private final Era era;
  private final Promises promises;
  private final SyncSchedule schedule;
  private boolean alive = true;

  /** What unwinds the stack of a process that is killed in the middle of a cycle. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  Node(Era era, Promises promises, long seed, Files files, SyncPolicy policy) {
    this.era = era;
    this.promises = promises;
    leadership.set(false);
    Ambient ambient = new Ambient(era.clock, scheduler(), new Random(seed));
    Listener listener = event -> promises.heard(this, event);
    SyncReplica replica =
        watched(SyncReplica.of(Truth.SCHEMA, files.ports(this), policy, ambient, listener));
    SyncPorts ports = files.ports(this);
    this.schedule =
        SyncSchedule.of(
            new SchedulePorts(replica, ports.journal(), ports.ledger(), leadership),
            SchedulePolicy.every(Promises.INTERVAL),
            ambient,
            task -> scheduler().after(Duration.ZERO, task),
            listener);
  }

  /** What all processes share. */
  @FunctionalInterface
  interface Files {
    SyncPorts ports(Node node);
  }

  private Scheduler scheduler() {
    return (delay, task) ->
        era.scheduler.after(
            delay,
            () -> {
              if (alive) {
                task.run();
              }
            });
  }

  private SyncReplica watched(SyncReplica replica) {
    return new SyncReplica() {
      @Override
      public SyncReport sync(SyncRequest request) {
        promises.begins(Node.this);
        try {
          return replica.sync(request);
        } finally {
          promises.ends(Node.this);
        }
      }

      @Override
      public void cancel(String why) {
        replica.cancel(why);
      }
    };
  }

  void start() {
    schedule.start();
  }

  boolean isAlive() {
    return alive;
  }

  void kill() {
    alive = false;
  }

  SyncSchedule schedule() {
    return schedule;
  }
}
