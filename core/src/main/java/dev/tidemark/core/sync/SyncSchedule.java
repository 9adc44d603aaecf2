package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.time.Ambient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs cycles by themselves, for as long as this process leads: at once when the replica is empty
 * or overdue, otherwise an interval after the last one in the journal ended, never before the
 * upstream allows it. A cycle that failed in passing is tried again after each wait of the policy's
 * ladder; whatever fails, the schedule goes on. Safe for use by many threads.
 */
public interface SyncSchedule {

  /** Begins; to be called once. What a dead process left running is reaped by the leader first. */
  void start();

  /**
   * Asks for a cycle now, with the same retries as those that come by themselves, which keep its
   * mode. One that comes while a failed cycle waits for its next attempt takes the place of that.
   *
   * @throws dev.tidemark.core.StorageException if journal or ledger cannot answer; nothing is asked
   *     for then
   */
  Answer trigger(SyncRequest request);

  /**
   * How things stand, for people and probes. Reads the journal and the ledger.
   *
   * @throws dev.tidemark.core.StorageException if they cannot answer
   */
  Standing standing();

  /**
   * Looks at once, on a thread of the scheduler's, whether the policy has changed; without this it
   * is noticed within a minute. No matter whether it has, and whether the schedule was started.
   */
  void policyChanged();

  /**
   * No cycle begins from now on. The one that runs may go on for {@code drain} and is cancelled
   * then. Idempotent.
   *
   * @return completes when no cycle runs any more
   */
  CompletionStage<Void> stop(Duration drain);

  /** What became of a trigger. */
  enum Answer {
    ACCEPTED,
    /** A cycle runs already; this one is dropped, and told. */
    RUNNING,
    /** Another process writes. */
    NOT_LEADER,
    /** The upstream is to be left alone for now. */
    TOO_EARLY,
    STOPPED
  }

  /**
   * @param leader whether this process writes
   * @param running what the running cycle was asked for, if one runs
   * @param next when the next one starts by itself, if this process leads and none runs
   * @param notBefore until when the upstream is to be left alone, if that time is to come
   */
  record Standing(
      boolean leader,
      Optional<Mode> running,
      Optional<Instant> next,
      Optional<Instant> notBefore) {}

  /** By a policy that never changes. */
  static SyncSchedule of(
      SchedulePorts ports,
      SchedulePolicy policy,
      Ambient ambient,
      Executor worker,
      Listener listener) {
    return of(ports, () -> policy, ambient, worker, listener);
  }

  /**
   * @param policy asked at each look, and whenever somebody asks how things stand
   * @param worker runs cycles, one at a time; a cycle blocks its thread and may be interrupted
   */
  static SyncSchedule of(
      SchedulePorts ports,
      Supplier<SchedulePolicy> policy,
      Ambient ambient,
      Executor worker,
      Listener listener) {
    return new ScheduledSync(ports, policy, ambient, worker, listener);
  }

  /** What a schedule works with. */
  record SchedulePorts(
      SyncReplica replica, SyncJournal journal, RequestLedger ledger, Leadership leadership) {}
}
