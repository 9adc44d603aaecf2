package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.testkit.contract.TargetProviderContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Targets in the state. */
final class StoredTargetsTest implements TargetProviderContract {

  private static final Target ONE =
      new Target("public", "edge-1", Strategy.TIDEMARK, "one:9443", true);
  private static final Target TWO =
      new Target("public", "edge-2", Strategy.DBSYNC, "two:9443", true);
  private static final Target OTHER = new Target("other", "edge-1", Strategy.NOOP, "", false);

  private final PublishBench bench = new PublishBench();
  private final TornStore store = bench.tornStore();
  private final StoredTargets stored = new StoredTargets(bench.newState(store));
  private final StoredTargets theirs = new StoredTargets(bench.newState());

  @Override
  public TargetProvider provider() {
    return stored;
  }

  @Override
  public void add(Target target) {
    theirs.add(target);
  }

  @Override
  public void remove(Target target) {
    theirs.remove(target.snapshot(), target.name());
  }

  @Override
  public void breakDown() {
    store.tear(true);
  }

  @Override
  public void recover() {
    store.tear(false);
  }

  @Test
  void add_isListedByEverybodyAsItWasAdded() {
    stored.add(TWO);
    stored.add(ONE);
    stored.add(OTHER);

    assertThat(new StoredTargets(bench.state()).targets()).containsExactly(OTHER, ONE, TWO);
  }

  @Test
  void add_ofANameThatIsThere_isRefusedAndChangesNothing() {
    stored.add(ONE);

    assertThatThrownBy(
            () -> stored.add(new Target("public", "edge-1", Strategy.NOOP, "else:1", true)))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "add target edge-1 of public: there is one of this name, at one:9443; remove it first");
    assertThat(stored.targets()).containsExactly(ONE);
  }

  @Test
  void remove_takesThatOneAlone() {
    stored.add(ONE);
    stored.add(OTHER);

    stored.remove("public", "edge-1");

    assertThat(stored.targets()).containsExactly(OTHER);
  }

  @Test
  void remove_ofWhatIsNotThere_saysWhichWasMeant() {
    stored.add(ONE);

    assertThatThrownBy(() -> stored.remove("public", "edge1"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("remove target edge1 of public: there is none; did you mean \"edge-1\"?");
  }

  @Test
  void setEnabled_changesThatAlone() {
    stored.add(ONE);
    stored.setEnabled("public", "edge-1", false);
    assertThat(stored.targets())
        .containsExactly(new Target("public", "edge-1", Strategy.TIDEMARK, "one:9443", false));

    stored.setEnabled("public", "edge-1", true);

    assertThat(stored.targets()).containsExactly(ONE);
  }

  @Test
  void setEnabled_ofWhatIsNotThere_isRefused() {
    assertThatThrownBy(() -> stored.setEnabled("public", "edge-1", false))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("disable target edge-1 of public: there is none");
  }

  @Test
  void add_byAnotherProcess_isServedByTheRunningOneWithinThePollInterval() {
    bench.provider.set(() -> new StoredTargets(bench.state()).targets());
    bench.open();
    bench.start();
    bench.edge("a");
    theirs.add(PublishBench.target("a"));

    bench.pass(Duration.ofSeconds(1));

    bench.assertHas("a", "first");
    theirs.setEnabled("public", "a", false);
    bench.pass(Duration.ofSeconds(1));
    bench.change("second");
    bench.pass(Duration.ofMinutes(1));
    bench.assertHas("a", "first");
  }
}
