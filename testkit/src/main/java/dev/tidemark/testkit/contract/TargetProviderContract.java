package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import org.junit.jupiter.api.Test;

/** The contract of those who know targets. */
@Covers(TargetProvider.class)
public interface TargetProviderContract {

  /** Knows none at first; the same one at every call of one test. */
  TargetProvider provider();

  /** Somebody adds a target, as another process would. */
  void add(Target target);

  /** Somebody removes a target, as another process would. */
  void remove(Target target);

  /** From now on the targets cannot be read. */
  void breakDown();

  /** They can be read again. */
  void recover();

  private static Target target(String snapshot, String name, Strategy strategy, boolean enabled) {
    return new Target(snapshot, name, strategy, name + ":9443", enabled);
  }

  @Test
  default void targets_none_isEmpty() {
    assertThat(provider().targets()).isEmpty();
  }

  @Test
  default void targets_several_areAllThereWithAllThatIsKnownOfThem() {
    Target one = target("public", "edge-1", Strategy.TIDEMARK, true);
    Target two = target("public", "edge-2", Strategy.DBSYNC, false);
    Target three = new Target("public", "edge-3", Strategy.NOOP, "", true);
    add(one);
    add(two);
    add(three);

    assertThat(provider().targets()).containsExactlyInAnyOrder(one, two, three);
  }

  @Test
  default void targets_ofOneNameForSeveralSnapshots_areSeveral() {
    Target one = target("public", "edge", Strategy.TIDEMARK, true);
    Target other = target("other", "edge", Strategy.TIDEMARK, true);
    add(one);
    add(other);

    assertThat(provider().targets()).containsExactlyInAnyOrder(one, other);
  }

  @Test
  default void targets_thatChange_areThoseOfTheMoment() {
    Target one = target("public", "edge-1", Strategy.TIDEMARK, true);
    Target two = target("public", "edge-2", Strategy.TIDEMARK, true);
    add(one);
    assertThat(provider().targets()).containsExactly(one);
    add(two);
    remove(one);
    assertThat(provider().targets()).containsExactly(two);
  }

  @Test
  default void targets_unreadable_isThrownAndOverWhenTheyCanBeRead() {
    Target one = target("public", "edge-1", Strategy.TIDEMARK, true);
    add(one);
    TargetProvider provider = provider();
    breakDown();
    assertThatThrownBy(provider::targets).isInstanceOf(StorageException.class);
    recover();
    assertThat(provider.targets()).containsExactly(one);
  }
}
