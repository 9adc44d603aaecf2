package dev.tidemark.testkit.model;

import dev.tidemark.testkit.contract.RollupFixture;
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
 * Random events, corrections, removals and moves of parents, clocks that are set, processes that
 * share the work, stop and die: when it is quiet again, every cell is what its events add up to.
 */
public interface RollupModelContract extends RollupFixture {

  @Property(tries = 40)
  default void rollup_capturedAfterAnyHistory_isWhatItsEventsAddUpTo(
      @ForAll("histories") List<RollupDeed> steps) {
    run(UsageRollup.CAPTURED, steps, false);
  }

  @Property(tries = 40)
  default void rollup_byTimeAfterAnyHistoryAndAVerification_isWhatItsEventsAddUpTo(
      @ForAll("histories") List<RollupDeed> steps) {
    run(UsageRollup.BY_TIME, steps, true);
  }

  @Property(tries = 40)
  default void rollup_byTimeWithAClockThatOnlyGoesForward_needsNoVerification(
      @ForAll("histories") List<RollupDeed> steps) {
    List<RollupDeed> forward =
        steps.stream()
            .filter(step -> !(step instanceof RollupDeed.Time time && time.by().isNegative()))
            .toList();
    run(UsageRollup.BY_TIME, forward, false);
  }

  private void run(UsageRollup rollup, List<RollupDeed> steps, boolean verified) {
    try (RollupModel model = new RollupModel(this, rollup)) {
      model.run(steps);
      model.converge(verified);
    }
  }

  @Provide
  default Arbitrary<List<RollupDeed>> histories() {
    Arbitrary<Integer> two = Arbitraries.integers().between(0, 1);
    Arbitrary<Long> few = Arbitraries.longs().between(1, 4);
    Arbitrary<RollupDeed> writes =
        Arbitraries.frequencyOf(
            Tuple.of(
                8,
                Combinators.combine(
                        Arbitraries.longs().between(1, 12),
                        few.injectNull(0.1),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(0, 100),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 60).injectNull(0.05))
                    .as(RollupDeed.Put::new)),
            Tuple.of(2, Arbitraries.longs().between(1, 12).map(RollupDeed.Remove::new)),
            Tuple.of(2, Combinators.combine(few, two, few).as(RollupDeed.Task::new)),
            Tuple.of(1, few.map(RollupDeed.RemoveTask::new)),
            Tuple.of(2, Combinators.combine(few, few).as(RollupDeed.Issue::new)),
            Tuple.of(1, few.map(RollupDeed.RemoveIssue::new)),
            Tuple.of(1, Combinators.combine(two, two).as(RollupDeed.Agent::new)));
    Arbitrary<RollupDeed> keeping =
        Arbitraries.frequencyOf(
            Tuple.of(8, two.map(RollupDeed.Tick::new)),
            Tuple.of(
                4,
                Arbitraries.integers()
                    .between(-90, 2_000)
                    .map(minutes -> new RollupDeed.Time(Duration.ofMinutes(minutes)))),
            Tuple.of(
                2,
                Combinators.combine(
                        two, Arbitraries.of(true, false), Arbitraries.integers().between(1, 5))
                    .as(RollupDeed.Fill::new)),
            Tuple.of(1, Arbitraries.just(new RollupDeed.Die())),
            Tuple.of(1, two.map(RollupDeed.Verify::new)));
    return Arbitraries.frequencyOf(Tuple.of(3, writes), Tuple.of(2, keeping))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
