package dev.tidemark.testkit.model;

/** One thing that happens to a rollup or its sources. Numbers choose among few rows. */
public sealed interface RollupStep {

  /** An event comes, is corrected, or moves to another task, provider and hour. */
  record Put(int id, int task, int hour) implements RollupStep {}

  /** An event goes. */
  record Remove(int id) implements RollupStep {}

  /** A task is another agent's, or for another issue. */
  record Task(int id, int agent, int issue) implements RollupStep {}

  /** An issue comes, or is another project's. */
  record Issue(int id, int project) implements RollupStep {}

  /** An issue goes; its tasks stay. */
  record NoIssue(int id) implements RollupStep {}

  /** An agent comes, or is in another workspace. */
  record Agent(int id, int workspace) implements RollupStep {}

  /** An agent goes with its tasks and events. */
  record NoAgent(int id) implements RollupStep {}

  /** Changes are taken in, so many notes at once. */
  record Advance(int notes, boolean settle) implements RollupStep {}

  /** Time passes. */
  record Age(int minutes) implements RollupStep {}

  /** A backfill from one end to the other. */
  record Fill() implements RollupStep {}

  /** Everything is compared; nothing must differ that does not wait. */
  record Compare() implements RollupStep {}
}
