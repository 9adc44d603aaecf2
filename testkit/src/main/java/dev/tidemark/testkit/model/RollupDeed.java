package dev.tidemark.testkit.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that happens to a rollup or its source. */
sealed interface RollupDeed {

  /**
   * An event comes, or is corrected.
   *
   * @param hour of three days, none for an event without a time
   */
  record Put(
      long id, @Nullable Long task, int kind, long input, boolean priced, @Nullable Integer hour)
      implements RollupDeed {}

  record Remove(long id) implements RollupDeed {}

  /** A task is made, or gets another agent or issue. */
  record Task(long id, int agent, long issue) implements RollupDeed {}

  /** With all of its events. */
  record RemoveTask(long id) implements RollupDeed {}

  /** An issue is made, or gets another project. */
  record Issue(long id, long project) implements RollupDeed {}

  record RemoveIssue(long id) implements RollupDeed {}

  /** An agent moves to another workspace. */
  record Agent(int agent, int workspace) implements RollupDeed {}

  /** Time passes, or the clock is set back. */
  record Time(Duration by) implements RollupDeed {}

  /** One of two processes takes in what there is. */
  record Tick(int process) implements RollupDeed {}

  /** One of them fills it, and is stopped behind some parts, or not. */
  record Fill(int process, boolean afresh, int stoppedBehind) implements RollupDeed {}

  /** A process takes the lease and dies with it. */
  record Die() implements RollupDeed {}

  /** Some cells are compared. */
  record Verify(int process) implements RollupDeed {}
}
