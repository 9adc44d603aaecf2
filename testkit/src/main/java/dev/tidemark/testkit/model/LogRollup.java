package dev.tidemark.testkit.model;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;

/** What was logged per day, also of what is there no more; learnt in either way. */
public enum LogRollup {
  /** At most 10 at once. */
  BY_SEQUENCE(new Changes.BySequence("seq", 10)),
  CAPTURED(new Changes.Captured());

  private final Changes changes;

  LogRollup(Changes changes) {
    this.changes = changes;
  }

  public RollupPlan plan() {
    return RollupPlan.of(definition().build(), UsageSchema.TYPES);
  }

  /** To be varied. */
  public RollupDefinition.Builder definition() {
    return RollupDefinition.named(this == BY_SEQUENCE ? "log_by_sequence" : "log_captured")
        .of("log", "at")
        .per(Bucket.DAY)
        .changed(changes)
        .archiving()
        .key("workspace", "agent_id.workspace")
        .key("kind", "kind")
        .key("failed", "failed")
        .count("events")
        .sum("amount", "amount")
        .sumWhereMissing("unrated", "amount", "ratio")
        .min("first", "at")
        .min("least", "amount")
        .max("highest", "ratio");
  }
}
