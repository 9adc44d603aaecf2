package dev.tidemark.testkit.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.MirrorState;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any history of a replica, of a mirror and of those who keep it. Once everything works again, the
 * mirror is what the replica is within one interval of verification; and nobody is ever told of a
 * difference that nobody has made.
 */
final class MirrorModelTest {

  private static final int LONGEST = 16;

  @Property
  void mirror_whateverBefallsIt_endsEqual(@ForAll("wild") List<MirrorStep> steps) {
    MirrorModel model = new MirrorModel();
    steps.forEach(model::happen);
    model.heal();
    model.assertHealed();
  }

  @Property
  void mirror_thatNobodyElseChanges_isNeverSaidToDiffer(
      @ForAll("peaceful") List<MirrorStep> steps) {
    MirrorModel model = new MirrorModel();
    for (MirrorStep step : steps) {
      model.happen(step);
      assertThat(model.bench.drift()).as("behind %s", step).isZero();
    }
    model.heal();
    assertThat(model.bench.drift()).isZero();
    model.assertHealed();
  }

  /** Nothing ever fails, so nothing is ever repaired, or copied twice. */
  @Property
  void mirror_thatNothingBefalls_followsAndNoMore(@ForAll("quiet") List<MirrorStep> steps) {
    MirrorModel model = new MirrorModel();
    for (MirrorStep step : steps) {
      model.happen(step);
      model.bench.mirrors().feedGrew();
      model.bench.assertEqual();
      assertThat(model.bench.stands()).isEqualTo(MirrorState.LIVE);
    }
  }

  @Provide
  Arbitrary<List<MirrorStep>> wild() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, cycles()),
            Tuple.of(3, failures()),
            Tuple.of(3, Arbitraries.of(MirrorStep.Event.values())))
        .list()
        .ofMaxSize(LONGEST);
  }

  @Provide
  Arbitrary<List<MirrorStep>> peaceful() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, cycles()),
            Tuple.of(3, failures()),
            Tuple.of(
                3,
                Arbitraries.of(
                    Stream.of(MirrorStep.Event.values()).filter(each -> each.isPeaceful).toList())))
        .list()
        .ofMaxSize(LONGEST);
  }

  @Provide
  Arbitrary<List<MirrorStep>> quiet() {
    return cycles().list().ofMaxSize(LONGEST);
  }

  private static Arbitrary<MirrorStep> cycles() {
    Arbitrary<MirrorStep.Change> change =
        Combinators.combine(
                Arbitraries.of(MirrorStep.What.values()),
                Arbitraries.integers().between(1, 4),
                Arbitraries.integers().between(1, 3))
            .as(MirrorStep.Change::new);
    return Combinators.combine(change.list().ofMinSize(1).ofMaxSize(4), Arbitraries.of(true, false))
        .as(MirrorStep.Cycle::new);
  }

  private static Arbitrary<MirrorStep> failures() {
    return Combinators.combine(
            Arbitraries.of(MirrorStep.Failure.values()),
            Arbitraries.integers().between(0, 30),
            Arbitraries.integers().between(1, 4))
        .as(MirrorStep.Fail::new);
  }
}
