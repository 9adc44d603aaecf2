package dev.tidemark.app.cli;

import dev.tidemark.app.config.Loaded;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Settings;
import dev.tidemark.app.config.StoredSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that changes the stored settings. */
final class SettingsOptions {

  @Mixin private ReplicaOptions replica = new ReplicaOptions();

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      description =
          "Fail if this is not the version that is stored; 0 for none. For scripts that change what"
              + " they have read.")
  private @Nullable Long expected;

  boolean json() {
    return replica.json();
  }

  Optional<Long> expected() {
    return Optional.ofNullable(expected);
  }

  /** What is stored may be what somebody wants to put right, and is left aside. */
  SettingsEditor editor(Outside outside) {
    Loaded base = Loaded.from(outside.surroundings(), replica.flags(), data -> StoredSettings.NONE);
    return new SettingsEditor(
        new State(outside, base.configuration().get(Settings.DATA)),
        base,
        SchemaLoader.load(base.configuration().get(Settings.SCHEMA)));
  }
}
