package dev.tidemark.testkit.model;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import java.util.List;
import java.util.Map;

/**
 * The tables whose rows the contracts of rollups add up: what agents used for tasks, which belong
 * to issues of projects, and a log to which only new rows come.
 */
public final class UsageSchema {

  public static final EntityType PROJECT =
      EntityType.named("project").key("id").integer("id").text("name").build();

  public static final EntityType ISSUE =
      EntityType.named("issue")
          .key("id")
          .integer("id", "project_id")
          .nullable("project_id")
          .mayReference("project_id", "project")
          .build();

  /** Its key is text, so that a join must tell apart what only looks alike. */
  public static final EntityType AGENT =
      EntityType.named("agent").key("id").text("id", "workspace").nullable("workspace").build();

  /** Goes with its agent, but not with its issue. */
  public static final EntityType TASK =
      EntityType.named("task")
          .key("id")
          .integer("id")
          .text("agent_id")
          .integer("issue_id")
          .nullable("issue_id")
          .references("agent_id", "agent")
          .mayReference("issue_id", "issue")
          .build();

  /** Goes with its task. */
  public static final EntityType USAGE =
      EntityType.named("usage")
          .key("id")
          .integer("id", "task_id")
          .text("provider", "model")
          .integer("input", "output", "cost")
          .instant("created_at", Precision.MILLIS)
          .instant("updated_at", Precision.MILLIS)
          .nullable("task_id", "model", "cost", "created_at", "updated_at")
          .references("task_id", "task")
          .build();

  /** Stays when its agent goes; each row has a greater key than all before it. */
  public static final EntityType LOG =
      EntityType.named("log")
          .key("seq")
          .integer("seq")
          .text("agent_id", "kind")
          .bool("failed")
          .integer("amount")
          .real("ratio")
          .instant("at", Precision.MICROS)
          .nullable("agent_id", "failed", "amount", "ratio", "at")
          .mayReference("agent_id", "agent")
          .build();

  /** Parents first. */
  public static final List<EntityType> TYPES = List.of(PROJECT, ISSUE, AGENT, TASK, USAGE, LOG);

  /**
   * Parents to begin with: task 1 of agent ann in workspace one for issue 1 of project 1, task 2 of
   * bob in two for issue 2 of project 2, and task 3 of ann for no issue.
   */
  public static final List<Row> PARENTS =
      List.of(
          Row.of(PROJECT, Map.of("id", 1L, "name", "first")),
          Row.of(PROJECT, Map.of("id", 2L, "name", "second")),
          issue(1, 1),
          issue(2, 2),
          agent("ann", "one"),
          agent("bob", "two"),
          task(1, "ann", 1),
          task(2, "bob", 2),
          task(3, "ann"));

  private UsageSchema() {}

  public static Row issue(long id, long project) {
    return Row.of(ISSUE, Map.of("id", id, "project_id", project));
  }

  public static Row agent(String id, String workspace) {
    return Row.of(AGENT, Map.of("id", id, "workspace", workspace));
  }

  /** A task for an issue, which need not be there. */
  public static Row task(long id, String agent, long issue) {
    return Row.of(TASK, Map.of("id", id, "agent_id", agent, "issue_id", issue));
  }

  /** A task for no issue. */
  public static Row task(long id, String agent) {
    return Row.of(TASK, Map.of("id", id, "agent_id", agent));
  }
}
