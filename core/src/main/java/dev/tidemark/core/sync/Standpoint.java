package dev.tidemark.core.sync;

import dev.tidemark.core.sync.Past.Setback;
import dev.tidemark.core.sync.SyncEvent.CycleScheduled;
import dev.tidemark.core.sync.spi.Mode;
import java.util.Optional;

/**
 * All that a schedule keeps in mind. What outlives the process is in the journal and the ledger.
 *
 * @param leader whether it has taken the lead: it is the leader, and what a dead one left is reaped
 * @param told what was last told of the next cycle
 */
record Standpoint(
    Life life,
    boolean leader,
    Phase phase,
    Optional<Setback> setback,
    Optional<CycleScheduled> told) {

  enum Life {
    NEW,
    ON,
    OFF
  }

  static final Standpoint NEW =
      new Standpoint(Life.NEW, false, new Phase.Idle(), Optional.empty(), Optional.empty());

  boolean isOn() {
    return life == Life.ON;
  }

  boolean mayBegin() {
    return isOn() && leader;
  }

  /** Not before a cycle of an earlier lead has ended. */
  boolean mayTakeTheLead() {
    return isOn() && !leader && !isRunning();
  }

  boolean isRunning() {
    return phase instanceof Phase.Running;
  }

  Optional<Mode> running() {
    return phase instanceof Phase.Running running
        ? Optional.of(running.call().request().mode())
        : Optional.empty();
  }

  /** Whether a further cycle would be one too many. */
  boolean isBusy() {
    return isRunning() || phase instanceof Phase.Wanted;
  }

  Standpoint started() {
    return life == Life.NEW ? new Standpoint(Life.ON, leader, phase, setback, told) : this;
  }

  Standpoint stopped() {
    return new Standpoint(Life.OFF, leader, unlessRunningIdle(), setback, told);
  }

  Standpoint leading() {
    return new Standpoint(life, true, phase, setback, told);
  }

  /** Whoever leads next has a journal of its own to look at. */
  Standpoint following() {
    return new Standpoint(life, false, unlessRunningIdle(), Optional.empty(), Optional.empty());
  }

  Standpoint in(Phase other) {
    return new Standpoint(life, leader, other, setback, told);
  }

  Standpoint after(Optional<Setback> other) {
    return new Standpoint(life, leader, phase, other, told);
  }

  Standpoint having(CycleScheduled toldNow) {
    return new Standpoint(life, leader, phase, setback, Optional.of(toldNow));
  }

  /** The cycle that ran does not any more; whether that matters depends on what came meanwhile. */
  Standpoint ended(Phase.Call call, Verdict verdict) {
    return in(mayBegin() ? new Phase.Ended(call, verdict) : new Phase.Idle());
  }

  private Phase unlessRunningIdle() {
    return isRunning() ? phase : new Phase.Idle();
  }
}
