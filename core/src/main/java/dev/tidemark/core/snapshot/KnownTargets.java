package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.spi.TargetProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * The targets of a configuration, and those of the state behind them. Where both have one of the
 * same name for the same snapshot, the one of the configuration counts; the other one is
 * {@linkplain #shadowed shadowed} until the configuration lets go of the name. Safe for use by many
 * threads.
 */
public final class KnownTargets implements TargetProvider {

  private final List<Target> configured;
  private final TargetProvider stored;

  public KnownTargets(List<Target> configured, TargetProvider stored) {
    this.configured = List.copyOf(configured);
    this.stored = stored;
  }

  /** Those of the configuration first. */
  @Override
  public List<Target> targets() {
    List<Target> all = new ArrayList<>(configured);
    stored.targets().stream().filter(each -> !isConfigured(each)).forEach(all::add);
    return List.copyOf(all);
  }

  /**
   * Those of the state that do not count.
   *
   * @throws dev.tidemark.core.StorageException if they cannot be read now
   */
  public List<Target> shadowed() {
    return stored.targets().stream().filter(this::isConfigured).toList();
  }

  private boolean isConfigured(Target target) {
    return isConfigured(target.snapshot(), target.name());
  }

  /** Whether the configuration has a target of this name for this snapshot. */
  public boolean isConfigured(String snapshot, String name) {
    return configured.stream()
        .anyMatch(each -> each.snapshot().equals(snapshot) && each.name().equals(name));
  }
}
