package dev.tidemark.assembly;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.job.JobResult;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.Backfilled;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.Verified;
import java.util.Map;
import java.util.TreeMap;

/** What the jobs do to one rollup, and what of it goes into the history. */
final class RollupWork {

  private final Map<String, String> notes = new TreeMap<>();
  private final Rollup rollup;
  private final RollupPolicy policy;
  private long cells;

  RollupWork(Rollup rollup, RollupPolicy policy) {
    this.rollup = rollup;
    this.policy = policy;
  }

  /**
   * Takes in all that has changed. What is there is looked at first, so that a rollup whose
   * triggers had to be made anew is filled in the same run.
   *
   * @throws StorageException with the reason of a tick that failed
   */
  JobResult takeIn() {
    try {
      if (takeInAll() && !rollup.standing().isComplete()) {
        fill();
        takeInAll();
      }
    } catch (AlreadyRunningException busy) {
      notes.put("busy", String.valueOf(busy.getMessage()));
    }
    return new JobResult(cells, notes);
  }

  private void fill() {
    Backfilled filled = rollup.backfill(BackfillRequest.by(policy));
    cells += filled.cells();
    notes.put("filled", filled.span().isEmpty() ? "no events yet" : filled.span().toString());
  }

  /** Whether nothing is in the way of more. */
  private boolean takeInAll() {
    Tick tick = rollup.tick();
    while (isToGoOn(tick)) {
      tick = rollup.tick();
    }
    return !notes.containsKey("busy");
  }

  private boolean isToGoOn(Tick tick) {
    if (tick instanceof Tick.Failed failed) {
      throw new StorageException(failed.reason(), true);
    }
    if (tick instanceof Tick.LockBusy busy) {
      notes.put("busy", "%s is at it until %s at least".formatted(busy.holder(), busy.until()));
    }
    if (tick instanceof Tick.Ran ran) {
      cells += ran.cells();
      notes.put("watermark", ran.to().toString());
      return ran.more();
    }
    return false;
  }

  /** Compares some cells; one that was never filled is filled first, by the other job. */
  JobResult verify() {
    try {
      return result(rollup.verify(false));
    } catch (RollupIncompleteException unfilled) {
      return new JobResult(0, Map.of("not yet", String.valueOf(unfilled.getMessage())));
    }
  }

  private static JobResult result(Verified found) {
    return new JobResult(
        found.mismatches(),
        Map.of(
            "buckets", Long.toString(found.buckets()),
            "cells", Long.toString(found.cells()),
            "mismatches", Long.toString(found.mismatches())));
  }
}
