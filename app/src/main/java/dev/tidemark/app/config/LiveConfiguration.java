package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The configuration of a service, which changes with the stored settings. Whoever asks gets all of
 * one version. Safe for use by many threads.
 */
public final class LiveConfiguration implements Supplier<Configuration> {

  private final Schema schema;
  private final AtomicReference<Kept> kept;

  private record Kept(Loaded loaded, Policies policies) {}

  /**
   * @throws InvalidConfigurationException if no cycle of this schema could keep to it
   */
  public LiveConfiguration(Loaded loaded, Schema schema) {
    this.schema = schema;
    this.kept = new AtomicReference<>(kept(loaded));
  }

  private Kept kept(Loaded loaded) {
    return new Kept(loaded, Policies.of(loaded.configuration(), schema));
  }

  @Override
  public Configuration get() {
    return kept.get().loaded().configuration();
  }

  /** The value now of a setting that has a default. */
  public <T> T get(Setting<T> setting) {
    return get().get(setting);
  }

  /** What it asks of the cycles and of the state now. */
  public Policies policies() {
    return kept.get().policies();
  }

  /** Of the stored settings that are part of it. */
  public long version() {
    return kept.get().loaded().stored().version();
  }

  /**
   * Takes other stored settings up, all of them at one moment.
   *
   * @return which values are others now
   * @throws InvalidConfigurationException with all problems; everything stays as it was
   */
  public List<Change> take(StoredSettings stored) {
    Kept before = kept.get();
    Kept after = kept(before.loaded().with(stored));
    kept.set(after);
    return changes(before.loaded().configuration(), after.loaded().configuration());
  }

  private static List<Change> changes(Configuration before, Configuration after) {
    List<Change> changes = new ArrayList<>();
    for (Setting<?> setting : after.live()) {
      String from = before.shown(setting);
      String to = after.shown(setting);
      if (!from.equals(to)) {
        changes.add(new Change(setting.name(), from, to));
      }
    }
    return changes;
  }

  /** A setting that has another value now. */
  public record Change(String name, String before, String after) {}
}
