package dev.tidemark.testkit.model;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import java.time.Duration;

/** What was used per hour, by whom and for what; learnt in either way. */
public enum UsageRollup {
  BY_TIME(new Changes.ByTime("updated_at", Duration.ofMinutes(5), Duration.ofDays(1))),
  CAPTURED(new Changes.Captured());

  private final Changes changes;

  UsageRollup(Changes changes) {
    this.changes = changes;
  }

  public RollupPlan plan() {
    return RollupPlan.of(definition().build(), UsageSchema.TYPES);
  }

  /** To be varied. */
  public RollupDefinition.Builder definition() {
    String name = this == BY_TIME ? "usage_by_time" : "usage_captured";
    return measured(RollupDefinition.named(name).of("usage", "created_at").changed(changes));
  }

  private static RollupDefinition.Builder measured(RollupDefinition.Builder usage) {
    return usage
        .key("workspace", "task_id.agent_id.workspace")
        .key("agent", "task_id.agent_id")
        .key("project", "task_id.issue_id.project_id")
        .key("provider", "provider")
        .key("model", "model")
        .count("events")
        .distinct("tasks", "task_id")
        .sum("input", "input")
        .sum("cost", "cost")
        .sumWhereMissing("uncosted", "input", "cost")
        .min("first", "created_at")
        .max("last", "created_at")
        .max("most", "input");
  }
}
