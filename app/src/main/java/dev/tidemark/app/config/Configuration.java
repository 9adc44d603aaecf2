package dev.tidemark.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effective value of every setting, and where it came from. Immutable. */
public final class Configuration {

  /** The origin of a value that nobody set. */
  static final String DEFAULT = "default";

  private static final String MASK = "***";

  private final Map<Setting<?>, Effective> values;

  Configuration(Map<Setting<?>, Effective> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * The value of a setting that has a default.
   *
   * @throws IllegalArgumentException if it has none
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalArgumentException(setting + " has no default"));
  }

  /** The value of a setting, if it is set. */
  @SuppressWarnings("unchecked") // a value was made by the parser of its own setting
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable(values.get(setting)).map(effective -> (T) effective.value());
  }

  /** Whether the value would be another one without the flag of this command line. */
  public boolean isGivenByFlag(Setting<?> setting) {
    Effective effective = values.get(setting);
    return effective != null && effective.origin().startsWith("--");
  }

  /** Where the value comes from. */
  public String origin(Setting<?> setting) {
    return entry(setting).origin();
  }

  /** The value as it may be shown; a dash if there is none. */
  public String shown(Setting<?> setting) {
    return entry(setting).shown().orElse("-");
  }

  /** Every setting, in the order of its declaration, for people to look at. */
  public List<Entry> entries() {
    return Settings.ALL.stream().map(this::entry).toList();
  }

  private Entry entry(Setting<?> setting) {
    Effective effective = values.get(setting);
    return effective == null
        ? new Entry(setting, Optional.empty(), DEFAULT)
        : new Entry(
            setting, Optional.of(setting.secret() ? MASK : effective.text()), effective.origin());
  }

  @Override
  public String toString() {
    return entries().toString();
  }

  /**
   * One line of the effective configuration.
   *
   * @param shown the value as it may be shown: a secret is masked; absent if nothing is set
   */
  public record Entry(Setting<?> setting, Optional<String> shown, String origin) {}

  record Effective(Object value, String text, String origin) {}
}
