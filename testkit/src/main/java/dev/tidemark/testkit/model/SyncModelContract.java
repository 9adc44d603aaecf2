package dev.tidemark.testkit.model;

import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Asking;
import dev.tidemark.core.sync.SyncPolicy.Guards;
import dev.tidemark.core.sync.SyncPolicy.Sweep;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.testkit.contract.ReplicaFixture;
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
 * A random upstream against random cycles. After every cycle, successful or not, who follows the
 * feed has what the replica has, and no cursor is past a row that was not seen; after a quiet full
 * cycle the replica is what the upstream is.
 */
public interface SyncModelContract extends ReplicaFixture {

  @Property
  default void replica_afterAnyHistory_convergesAndTheFeedTellsAll(
      @ForAll("histories") List<Step> steps) {
    run(steps, policy().build());
  }

  @Property
  default void replica_byType_convergesAndTheFeedTellsAll(@ForAll("histories") List<Step> steps) {
    run(steps, policy().atomicity(SyncPolicy.Atomicity.PER_TYPE).build());
  }

  @Property
  default void replica_thatForgetsTombstones_convergesAndTheFeedTellsAll(
      @ForAll("histories") List<Step> steps) {
    run(steps, policy().history(true).retention(Duration.ofSeconds(30)).build());
  }

  private void run(List<Step> steps, SyncPolicy policy) {
    try (SyncModel model = new SyncModel(this, policy)) {
      model.run(steps);
    }
  }

  /** A small model may lose all of its rows; that guards stop this is shown elsewhere. */
  private static SyncPolicy.Builder policy() {
    return SyncPolicy.builder()
        .parents(new Asking(3, 1_000, Duration.ofHours(1)))
        .sweep(new Sweep(new Asking(3, 1_000, Duration.ofHours(1)), 1_000, 1))
        .guards(new Guards(0, 0, 0, 0, 1));
  }

  @Provide
  default Arbitrary<List<Step>> histories() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 40);
    Arbitrary<Step> changes =
        Arbitraries.frequencyOf(
            Tuple.of(6, Combinators.combine(number, number).as(Step.Insert::new)),
            Tuple.of(4, Combinators.combine(number, number).as(Step.Update::new)),
            Tuple.of(2, Combinators.combine(number, number).as(Step.Silent::new)),
            Tuple.of(3, Combinators.combine(number, number).as(Step.Delete::new)),
            Tuple.of(2, Combinators.combine(number, number).as(Step.HardDelete::new)),
            Tuple.of(1, number.map(Step.Reappear::new)),
            Tuple.of(2, Combinators.combine(number, number).as(Step.Undelete::new)),
            Tuple.of(3, Combinators.combine(number, number, number).as(Step.Move::new)));
    Arbitrary<Step> weather =
        Arbitraries.frequencyOf(
            Tuple.of(2, number.map(Step.Cache::new)),
            Tuple.of(1, Arbitraries.just(new Step.Live())),
            Tuple.of(
                4,
                Combinators.combine(number, Arbitraries.of(Step.Fault.Kind.class))
                    .as((ahead, kind) -> new Step.Fault(ahead % 12, kind))),
            Tuple.of(6, number.map(Step.Tick::new)),
            Tuple.of(1, Arbitraries.just(new Step.Restart())),
            Tuple.of(8, Arbitraries.of(Mode.class).map(Step.Cycle::new)));
    return Arbitraries.frequencyOf(Tuple.of(3, changes), Tuple.of(2, weather))
        .list()
        .ofMinSize(5)
        .ofMaxSize(120);
  }
}
