package dev.tidemark.testkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.fake.InMemoryRollupStore;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several rollups, each in its place. */
final class RollupsTest {

  private static final RollupPlan USAGE = UsageRollup.CAPTURED.plan();
  private static final RollupPlan LOG = LogRollup.CAPTURED.plan();

  private final ManualClock clock = ManualClock.at("2026-03-05T10:00:00Z");
  private final InMemoryRollupStore here = store("here");
  private final InMemoryRollupStore there = store("there");

  private InMemoryRollupStore store(String name) {
    return new InMemoryRollupStore(name, UsageSchema.TYPES, clock);
  }

  private static PlacedRollup in(String place, RollupPlan plan) {
    return new PlacedRollup(plan, place);
  }

  private Rollups rollups(PlacedRollup... placed) {
    return over(List.of(here, there), placed);
  }

  private Rollups over(List<RollupStore> stores, PlacedRollup... placed) {
    Ambient ambient = new Ambient(clock, new ManualScheduler(clock), new Random(1));
    return Rollups.of(
        stores,
        List.of(placed),
        new RollupTerms("me", () -> RollupBench.POLICY, ambient, Runnable::run, Listener.NONE));
  }

  @Test
  void of_several_areInTheirOrderAndPlaces() {
    Rollups rollups = rollups(in("there", USAGE), in("here", LOG), in("here", USAGE));

    assertThat(rollups.all())
        .extracting(each -> each.name() + " " + each.place())
        .containsExactly("usage_captured there", "log_captured here", "usage_captured here");
    assertThat(rollups.places()).containsExactly("here", "there");
  }

  @Test
  void of_anyNumber_asksNoStore() {
    here.goAway();
    there.goAway();

    assertThat(rollups(in("here", USAGE), in("there", USAGE)).all()).hasSize(2);
  }

  @Test
  void of_unknownPlace_isRefused() {
    assertThatThrownBy(() -> rollups(in("nowhere", USAGE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keep rollup usage_captured in nowhere: expected one store of that name, found 0");
  }

  @Test
  void of_twoStoresOfOneName_isRefused() {
    assertThatThrownBy(() -> over(List.of(here, store("here")), in("here", USAGE)))
        .hasMessage("keep rollup usage_captured in here: expected one store of that name, found 2");
  }

  @Test
  void of_twoOfOneNameInOnePlace_isRefused() {
    assertThatThrownBy(() -> rollups(in("here", USAGE), in("here", USAGE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two rollups are called usage_captured in here");
  }

  @Test
  void named_keptInTwoPlaces_areBoth() {
    Rollups rollups = rollups(in("here", USAGE), in("here", LOG), in("there", USAGE));

    assertThat(rollups.named("usage_captured"))
        .extracting(Rollup::place)
        .containsExactly("here", "there");
  }

  @Test
  void named_unknown_saysWhichThereAreOnceEachAndWhichWasMeant() {
    Rollups rollups = rollups(in("here", USAGE), in("there", USAGE), in("here", LOG));

    assertThatThrownBy(() -> rollups.named("usage_capture"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "no rollup is called usage_capture; did you mean \"usage_captured\"?; there are usage_captured, log_captured");
    assertThatThrownBy(() -> rollups.named("nothing_like_it"))
        .hasMessage("no rollup is called nothing_like_it; there are usage_captured, log_captured");
  }

  @Test
  void retireOthers_keptNoMore_isLetGoInThatPlaceAlone() {
    rollups(in("here", USAGE), in("here", LOG), in("there", LOG)).all().forEach(Rollup::tick);

    rollups(in("here", USAGE), in("there", USAGE)).retireOthers("here");

    Stream.of(here, there).forEach(RollupsTest::write);
    assertThat(queued(here, USAGE)).as("kept").isEqualTo(1);
    assertThat(queued(here, LOG)).as("let go").isZero();
    assertThat(queued(there, LOG)).as("elsewhere").isEqualTo(1);
  }

  /** What is kept of that name in another place is no reason to keep it in this one. */
  @Test
  void retireOthers_keptElsewhere_isLetGoHere() {
    rollups(in("here", USAGE)).all().forEach(Rollup::tick);

    rollups(in("there", USAGE)).retireOthers("here");

    write(here);
    assertThat(queued(here, USAGE)).isZero();
  }

  @Test
  void retireOthers_unknownPlace_asksNobody() {
    List<String> steps = new ArrayList<>();
    here.before(steps::add);

    rollups(in("here", USAGE)).retireOthers("nowhere");

    assertThat(steps).isEmpty();
  }

  private static void write(InMemoryRollupStore store) {
    store
        .source()
        .putAll(List.of(UsageEvent.of(1).task(null).row(), LogEvent.of(1).agent(null).row()));
  }

  private static long queued(RollupStore store, RollupPlan plan) {
    return store.table(plan).standing().queued();
  }
}
