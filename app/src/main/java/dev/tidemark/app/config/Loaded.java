package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A configuration and what it was made of, so that it can be made again when the stored settings
 * have changed. Immutable.
 */
public final class Loaded {

  private final Sources sources;
  private final StoredSettings stored;
  private final Configuration configuration;

  Loaded(Sources sources, StoredSettings stored, Configuration configuration) {
    this.sources = sources;
    this.stored = stored;
    this.configuration = configuration;
  }

  /**
   * Gathers the configuration.
   *
   * @param stored finds the stored settings of a data directory
   * @throws InvalidConfigurationException with all problems of all sources
   */
  public static Loaded from(
      Surroundings surroundings, Flags flags, Function<Path, StoredSettings> stored) {
    return Sources.read(surroundings, flags).load(stored);
  }

  public Configuration configuration() {
    return configuration;
  }

  /** The stored settings that are part of it. */
  public StoredSettings stored() {
    return stored;
  }

  /**
   * The same with other stored settings.
   *
   * @throws InvalidConfigurationException with all problems
   */
  public Loaded with(StoredSettings other) {
    return new Loaded(sources, other, sources.load(other));
  }

  /**
   * What a process would have with other stored settings in which neither environment nor flags say
   * anything.
   *
   * @throws InvalidConfigurationException with all problems
   */
  public Configuration elsewhere(StoredSettings other) {
    return sources.withoutShell().load(other);
  }
}
