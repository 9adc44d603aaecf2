package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.KnownTargets;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Target.Strategy;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.testkit.contract.TargetProviderContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The targets of a configuration, and others behind them. */
final class KnownTargetsTest implements TargetProviderContract {

  private static final Target ONE =
      new Target("public", "edge-1", Strategy.TIDEMARK, "one:9443", true);
  private static final Target TWO =
      new Target("public", "edge-2", Strategy.DBSYNC, "two:9443", true);
  private static final Target OTHER = new Target("other", "edge-1", Strategy.NOOP, "", false);

  private final AtomicBoolean isBroken = new AtomicBoolean();
  private final List<Target> stored = new ArrayList<>();
  private final KnownTargets known = new KnownTargets(List.of(), this::stored);

  private List<Target> stored() {
    if (isBroken.get()) {
      throw new StorageException("read targets: told to fail", true);
    }
    return List.copyOf(stored);
  }

  @Override
  public TargetProvider provider() {
    return known;
  }

  @Override
  public void add(Target target) {
    stored.add(target);
  }

  @Override
  public void remove(Target target) {
    stored.remove(target);
  }

  @Override
  public void breakDown() {
    isBroken.set(true);
  }

  @Override
  public void recover() {
    isBroken.set(false);
  }

  @Test
  void targets_configuredAndStored_theConfiguredOneCountsAndTheOtherIsShadowed() {
    Target elsewhere = new Target("public", "edge-1", Strategy.TIDEMARK, "else:9443", true);
    stored.addAll(List.of(ONE, TWO, OTHER));
    KnownTargets both = new KnownTargets(List.of(elsewhere), this::stored);

    assertThat(both.targets()).containsExactly(elsewhere, TWO, OTHER);
    assertThat(both.shadowed()).containsExactly(ONE);
    assertThat(both.isConfigured("public", "edge-1")).isTrue();
    assertThat(both.isConfigured("other", "edge-1")).isFalse();
  }
}
