package dev.tidemark.app.cli;

import dev.tidemark.app.config.ConfiguredSnapshots;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.state.StateEngine;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** What the commands have in common that change the targets in the state. */
final class TargetWork {

  @Mixin private ReplicaOptions replica = new ReplicaOptions();

  Setup setup(Outside outside) {
    return Setup.of(outside, replica.flags());
  }

  boolean json() {
    return replica.json();
  }

  /**
   * Changes the target of this name.
   *
   * @throws InvalidConfigurationException if it is one of the configuration
   */
  void change(Setup setup, String snapshot, String name, Consumer<StoredTargets> change) {
    checkStored(setup.snapshots(), snapshot, name);
    try (Application application = setup.state().openToWrite()) {
      change.accept(new StoredTargets(application.get(StateEngine.class)));
    }
  }

  private static void checkStored(ConfiguredSnapshots snapshots, String snapshot, String name) {
    boolean isConfigured =
        snapshots.targets().stream()
            .anyMatch(each -> each.snapshot().equals(snapshot) && each.name().equals(name));
    if (isConfigured) {
      throw new InvalidConfigurationException(
          "target " + name,
          List.of(
              "it is one of the configuration file, below snapshots.%s.targets; change it there"
                  .formatted(snapshot)));
    }
  }
}
