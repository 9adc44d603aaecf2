package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets in the state, and those of a configuration before them. */
final class StoredTargetsTest {

  private static final Target ONE =
      new Target("public", "edge-1", Strategy.TIDEMARK, "one:9443", true);
  private static final Target TWO =
      new Target("public", "edge-2", Strategy.DBSYNC, "two:9443", true);
  private static final Target OTHER = new Target("other", "edge-1", Strategy.NOOP, "", false);

  private final PublishBench bench = new PublishBench();
  private final StoredTargets stored = new StoredTargets(bench.state());

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
    StoredTargets theirs = new StoredTargets(bench.newState());
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

  @Test
  void known_configuredAndStored_theConfiguredOneCountsAndTheOtherIsShadowed() {
    Target elsewhere = new Target("public", "edge-1", Strategy.TIDEMARK, "else:9443", true);
    stored.add(ONE);
    stored.add(TWO);
    stored.add(OTHER);
    KnownTargets known = new KnownTargets(List.of(elsewhere), stored);

    assertThat(known.targets()).containsExactly(elsewhere, OTHER, TWO);
    assertThat(known.shadowed()).containsExactly(ONE);
    assertThat(known.isConfigured("public", "edge-1")).isTrue();
    assertThat(known.isConfigured("other", "edge-1")).isFalse();
  }

  @Test
  void known_storedUnreadable_isUnreadable() {
    TargetProvider broken =
        () -> {
          throw new StorageException("read targets: told to fail", true);
        };

    assertThatThrownBy(new KnownTargets(List.of(ONE), broken)::targets)
        .isInstanceOf(StorageException.class);
  }
}
