package dev.tidemark.testkit.snapshot.publish;

import dev.tidemark.testkit.fake.SnapshotHop;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Befall;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Change;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Cut;
import dev.tidemark.testkit.snapshot.publish.PublishStep.DieInBuild;
import dev.tidemark.testkit.snapshot.publish.PublishStep.DieInPush;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Event;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Fate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/**
 * Any history of a source, a publisher and its targets. Once everything works again, every target
 * has what the source has; and no version was ever two contents.
 */
final class PublishModelTest {

  private static final int LONGEST = 25;

  @Property(tries = 40)
  void targets_whateverBefalls_converge(@ForAll("histories") List<PublishStep> steps) {
    converges(steps);
  }

  @Property(tries = 3_000)
  @Tag("proof")
  void targets_whateverBefallsThemVeryOften_converge(@ForAll("histories") List<PublishStep> steps) {
    converges(steps);
  }

  private static void converges(List<PublishStep> steps) {
    PublishModel model = new PublishModel();
    steps.forEach(model::happen);
    model.heal();
    model.assertConverged();
  }

  @Provide
  Arbitrary<List<PublishStep>> histories() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, changes()),
            Tuple.of(4, fates()),
            Tuple.of(1, cuts()),
            Tuple.of(1, deaths()),
            Tuple.of(6, Arbitraries.of(Event.values())))
        .list()
        .ofMaxSize(LONGEST);
  }

  private static Arbitrary<PublishStep> changes() {
    return Combinators.combine(Arbitraries.integers().between(1, 3), Arbitraries.of(true, false))
        .as(Change::new);
  }

  private static Arbitrary<PublishStep> fates() {
    Arbitrary<Fate> fates =
        Arbitraries.frequency(
            Tuple.of(5, Fate.ADD),
            Tuple.of(1, Fate.REMOVE),
            Tuple.of(1, Fate.DISABLE),
            Tuple.of(1, Fate.REJECT),
            Tuple.of(1, Fate.TAKE),
            Tuple.of(1, Fate.FORGET));
    return Combinators.combine(Arbitraries.of(PublishModel.NAMES), fates).as(Befall::new);
  }

  private static Arbitrary<PublishStep> cuts() {
    return Combinators.combine(
            Arbitraries.of(PublishModel.NAMES), Arbitraries.of(SnapshotHop.Step.values()))
        .as(Cut::new);
  }

  private static Arbitrary<PublishStep> deaths() {
    return Arbitraries.oneOf(
        Arbitraries.of(SnapshotHop.Step.values()).map(DieInPush::new),
        Arbitraries.of("build public", "commit public", "committed public", "content public")
            .map(DieInBuild::new));
  }
}
