package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What happens to the rows that events refer to moves these to other cells, though nobody wrote to
 * the events. All of them have become old before, so that nothing but the triggers can tell.
 */
public interface RollupAttributionContract extends RollupFixture {

  // scenario 4
  @ParameterizedTest
  @EnumSource
  default void advance_projectOfAnIssueChanged_movesAllItsEvents(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.issue(1, 2));
      rolled.settle();

      rolled.assertColumn("project", 2L, 2L);
      rolled.assertColumn("agent", "ann", "bob");
      rolled.assertColumn("input", 20L, 10L);
      rolled.assertConverged();
    }
  }

  // scenario 4
  @ParameterizedTest
  @EnumSource
  default void advance_taskOfAnotherIssue_shrinksTheOldCell(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.task(3, "ann", 1));
      rolled.putAsTheyAre(UsageEvent.of(4).task(3L).changed(rolled.now()));
      rolled.pass();
      rolled.assertColumn("input", 30L, 10L);

      rolled.put(UsageSchema.task(3, "ann", 2));
      rolled.settle();

      rolled.assertColumn("project", 1L, 2L, 2L);
      rolled.assertColumn("input", 20L, 10L, 10L);
      rolled.assertConverged();
    }
  }

  /** From none to one and back. */
  @ParameterizedTest
  @EnumSource
  default void advance_taskLinkedToAnIssueAndUnlinked_movesItsEvents(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).task(3L));
      rolled.pass();
      rolled.assertColumn("project", (Object) null);

      rolled.put(UsageSchema.task(3, "ann", 2));
      rolled.settle();
      rolled.assertColumn("project", 2L);

      rolled.put(UsageSchema.task(3, "ann"));
      rolled.settle();
      rolled.assertColumn("project", (Object) null);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_taskOfAnotherAgent_movesItsEvents(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.task(1, "bob", 1));
      rolled.settle();

      rolled.assertColumn("workspace", "two", "two");
      rolled.assertColumn("project", 1L, 2L);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_agentOfAnotherWorkspace_movesAllItsEvents(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.agent("ann", "three"));
      rolled.settle();

      rolled.assertColumn("workspace", "three", "two");
      rolled.assertConverged();
    }
  }

  /** With all that was under it in the same place, a second time. */
  @ParameterizedTest
  @EnumSource
  default void advance_movedThereAndBack_isAsItWas(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.agent("ann", "three"));
      rolled.put(UsageSchema.agent("ann", "one"));
      rolled.settle();
      rolled.assertColumn("workspace", "one", "two");

      rolled.put(UsageSchema.agent("ann", "three"));
      rolled.settle();
      rolled.put(UsageSchema.agent("ann", "one"));
      rolled.settle();

      rolled.assertColumn("workspace", "one", "two");
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_eventOfAnotherTask_movesIt(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      UsageEvent moved = UsageEvent.of(2).task(2L);
      rolled.put(moved);
      rolled.settle();

      rolled.assertColumn("tasks", 1L, 1L);
      rolled.assertColumn("events", 1L, 2L);
      rolled.assertConverged();
    }
  }

  /** It stays in its cell, where it now is another task's. */
  @ParameterizedTest
  @EnumSource
  default void advance_eventOfAnotherTaskOfTheSameKeys_countsThatToo(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.task(4, "ann", 1));
      rolled.put(UsageEvent.of(2).task(4L));
      rolled.settle();

      rolled.assertColumn("tasks", 2L, 1L);
      rolled.assertConverged();
    }
  }

  // scenario 5
  @ParameterizedTest
  @EnumSource
  default void advance_agentDeletedWithAllThatIsUnderIt_removesItsCells(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.remove(UsageSchema.AGENT, "ann");
      rolled.settle();

      assertThat(rolled.source().rows(UsageSchema.USAGE)).hasSize(1);
      rolled.assertColumn("agent", "bob");
      rolled.assertConverged();
    }
  }

  // scenario 5
  @ParameterizedTest
  @EnumSource
  default void advance_taskDeletedWithItsEvents_removesThemFromTheirCell(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.put(UsageSchema.task(4, "ann", 1));
      rolled.put(UsageEvent.of(4).task(4L).input(7));
      rolled.pass();
      rolled.assertColumn("input", 27L, 10L);

      rolled.remove(UsageSchema.TASK, 4L);
      rolled.settle();

      rolled.assertColumn("input", 20L, 10L);
      rolled.assertConverged();
    }
  }

  // scenario 5
  @ParameterizedTest
  @EnumSource
  default void advance_issueDeletedThatIsStillReferredTo_leavesItsEventsWithoutProject(
      UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.remove(UsageSchema.ISSUE, 1L);
      rolled.settle();

      rolled.assertColumn("project", null, 2L);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_parentThatComesAfterItsEvents_takesThemFromThoseWithout(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageSchema.task(9, "ann", 9));
      rolled.put(UsageEvent.of(1).task(9L), UsageEvent.of(2).task(3L));
      rolled.pass();
      rolled.assertColumn("project", (Object) null);
      rolled.assertColumn("events", 2L);

      rolled.put(UsageSchema.issue(9, 1));
      rolled.settle();

      rolled.assertColumn("project", null, 1L);
      rolled.assertColumn("events", 1L, 1L);
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_agentThatComesAfterItsLog_takesItFromThoseWithout(LogRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(LogEvent.of(1).agent("new"), LogEvent.of(2).agent(null));
      rolled.pass();
      rolled.assertColumn("events", 2L);

      rolled.put(UsageSchema.agent("new", "three"));
      rolled.settle();

      rolled.assertColumn("workspace", null, "three");
      rolled.assertConverged();
    }
  }

  /** It moves no event to another cell. */
  @ParameterizedTest
  @EnumSource
  default void advance_parentThatIsMeasured_changesTheCellsOfItsEvents(UsageRollup rollup) {
    RollupDefinition definition =
        RollupDefinition.named("measured")
            .of("usage", "created_at")
            .changed(rollup.plan().definition().changes())
            .key("provider", "provider")
            .sum("projects", "task_id.issue_id.project_id")
            .distinct("workspaces", "task_id.agent_id.workspace")
            .sumWhereMissing("loose", "input", "task_id.issue_id")
            .build();
    try (Rolled rolled = Rolled.complete(this, RollupPlan.of(definition, UsageSchema.TYPES))) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2).task(2L));
      rolled.pass();
      rolled.assertColumn("projects", 3L);

      rolled.put(UsageSchema.issue(2, 40));
      rolled.put(UsageSchema.agent("bob", "one"));
      rolled.settle();
      rolled.assertColumn("projects", 41L);
      rolled.assertColumn("workspaces", 1L);

      rolled.put(UsageSchema.task(2, "bob"));
      rolled.settle();
      rolled.assertColumn("projects", 1L);
      rolled.assertColumn("loose", 10L);
      rolled.assertConverged();
    }
  }

  /** What no cell depends on. */
  @ParameterizedTest
  @EnumSource
  default void advance_parentOfWhichNothingMatters_doesNothing(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      rolled.remove(UsageSchema.PROJECT, 1L);
      assertThat(rolled.standing().queued()).isZero();

      rolled.settle();
      rolled.assertColumn("project", 1L, 2L);
    }
  }

  /** Everything at once, in one transaction. */
  @ParameterizedTest
  @EnumSource
  default void advance_manyMovesInOneTransaction_convergesOnTheLast(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      try (SourceTransaction transaction = rolled.source().begin()) {
        transaction.put(UsageSchema.agent("eve", "three"));
        transaction.put(UsageSchema.task(1, "eve", 1));
        transaction.put(UsageSchema.issue(1, 2));
        transaction.put(UsageEvent.of(3).task(1L).when("12:00").changed(rolled.now()).row());
        transaction.put(UsageSchema.agent("eve", "four"));
        transaction.commit();
      }
      rolled.settle();

      rolled.assertColumn("workspace", "four", "four");
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void advance_writesThatAreUndone_changesNothing(UsageRollup rollup) {
    try (Rolled rolled = twoTasks(rollup)) {
      try (SourceTransaction transaction = rolled.source().begin()) {
        transaction.put(UsageSchema.issue(1, 2));
        transaction.put(UsageEvent.of(1).provider("other").row());
      }
      assertThat(rolled.standing().queued()).isZero();

      rolled.settle();
      rolled.assertColumn("project", 1L, 2L);
      rolled.assertConverged();
    }
  }

  /** Events 1 and 2 of task 1 and 3 of task 2, all taken in and old. */
  private Rolled twoTasks(UsageRollup rollup) {
    Rolled rolled = Rolled.complete(this, rollup.plan());
    rolled.put(UsageEvent.of(1), UsageEvent.of(2), UsageEvent.of(3).task(2L));
    rolled.pass();
    rolled.assertColumn("input", 20L, 10L);
    return rolled;
  }
}
