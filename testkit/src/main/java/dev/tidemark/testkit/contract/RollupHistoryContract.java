package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.testkit.model.RollupStep;
import dev.tidemark.testkit.model.RollupStep.Advance;
import dev.tidemark.testkit.model.RollupStep.Age;
import dev.tidemark.testkit.model.RollupStep.Agent;
import dev.tidemark.testkit.model.RollupStep.Compare;
import dev.tidemark.testkit.model.RollupStep.Fill;
import dev.tidemark.testkit.model.RollupStep.Issue;
import dev.tidemark.testkit.model.RollupStep.NoAgent;
import dev.tidemark.testkit.model.RollupStep.NoIssue;
import dev.tidemark.testkit.model.RollupStep.Put;
import dev.tidemark.testkit.model.RollupStep.Remove;
import dev.tidemark.testkit.model.RollupStep.Task;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever happens to events and their parents, in whatever order with ticks and backfills: no
 * comparison finds anything that does not wait, and in the end the cells are what the rows add up
 * to.
 */
public interface RollupHistoryContract extends RollupFixture {

  @Property
  default void cells_afterAnyHistory_areWhatTheRowsAddUpTo(
      @ForAll UsageRollup rollup, @ForAll("histories") List<RollupStep> steps) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      steps.forEach(step -> run(rolled, step));
      rolled.settle();
      rolled.assertConverged();
      assertThat(rolled.table().unprocessed()).isZero();
    }
  }

  private static void run(Rolled rolled, RollupStep step) {
    if (step instanceof Put put) {
      put(rolled, put);
    } else if (step instanceof Remove remove) {
      rolled.remove(UsageSchema.USAGE, (long) remove.id());
    } else if (step instanceof Advance advance) {
      rolled.table().advance(rolled.lease(), advance.notes(), advance.settle());
    } else if (step instanceof Age age) {
      rolled.place().age(Duration.ofMinutes(age.minutes()));
    } else if (step instanceof Fill) {
      rolled.fill();
    } else if (step instanceof Compare) {
      assertThat(rolled.table().compare(Rolled.ALL).some()).isEmpty();
    } else {
      move(rolled, step);
    }
  }

  private static void move(Rolled rolled, RollupStep step) {
    if (step instanceof Task task && isThere(rolled, UsageSchema.AGENT, "a" + task.agent())) {
      rolled.put(UsageSchema.task(task.id(), "a" + task.agent(), task.issue()));
    } else if (step instanceof Issue issue) {
      rolled.put(UsageSchema.issue(issue.id(), issue.project()));
    } else if (step instanceof NoIssue issue) {
      rolled.remove(UsageSchema.ISSUE, (long) issue.id());
    } else if (step instanceof Agent agent) {
      rolled.put(UsageSchema.agent("a" + agent.id(), "w" + agent.workspace()));
    } else if (step instanceof NoAgent agent) {
      rolled.remove(UsageSchema.AGENT, "a" + agent.id());
    }
  }

  /** Of no task, if there is not the one. */
  private static void put(Rolled rolled, Put put) {
    UsageEvent event =
        UsageEvent.of(put.id())
            .task(isThere(rolled, UsageSchema.TASK, (long) put.task()) ? (long) put.task() : null)
            .provider("p" + put.hour() % 2)
            .input(put.task() * 10L + put.hour())
            .cost(put.hour() % 3 == 0 ? null : 1L)
            .when(put.hour() == 5 ? null : UsageEvent.at("0" + put.hour() + ":15"));
    rolled.put(event);
  }

  private static boolean isThere(Rolled rolled, EntityType type, Object key) {
    return rolled.source().rows(type).stream().map(Row::key).anyMatch(RowKey.of(key)::equals);
  }

  @Provide
  default Arbitrary<List<RollupStep>> histories() {
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 3);
    Arbitrary<Integer> some = Arbitraries.integers().between(1, 6);
    Arbitrary<RollupStep> writes =
        Arbitraries.frequencyOf(
            Tuple.of(6, Combinators.combine(some, few, some).as(Put::new)),
            Tuple.of(2, some.map(Remove::new)),
            Tuple.of(3, Combinators.combine(few, few, few).as(Task::new)),
            Tuple.of(2, Combinators.combine(few, few).as(Issue::new)),
            Tuple.of(1, few.map(NoIssue::new)),
            Tuple.of(3, Combinators.combine(few, few).as(Agent::new)),
            Tuple.of(1, few.map(NoAgent::new)));
    Arbitrary<RollupStep> ticks =
        Arbitraries.frequencyOf(
            Tuple.of(4, Combinators.combine(some, Arbitraries.of(true, false)).as(Advance::new)),
            Tuple.of(2, Arbitraries.of(1, 4, 90, 2_000).map(Age::new)),
            Tuple.of(1, Arbitraries.just(new Fill())),
            Tuple.of(2, Arbitraries.just(new Compare())));
    return Arbitraries.frequencyOf(Tuple.of(2, writes), Tuple.of(1, ticks))
        .list()
        .ofMinSize(4)
        .ofMaxSize(60);
  }
}
