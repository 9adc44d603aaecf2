package dev.tidemark.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The effective value of every setting, and where it came from; and what the file says of
 * snapshots. Immutable.
 */
public final class Configuration {

  /** The origin of a value that nobody set. */
  static final String DEFAULT = "default";

  private static final String MASK = "***";

  private final Map<Setting<?>, Effective> values;
  private final Optional<Subtree> snapshots;

  Configuration(Map<Setting<?>, Effective> values, Optional<Subtree> snapshots) {
    this.values = Map.copyOf(values);
    this.snapshots = snapshots;
  }

  /** What the configuration file says of snapshots, if it says anything. */
  Optional<Subtree> snapshots() {
    return snapshots;
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

  /** Every setting, in the order of its declaration, mirror by mirror, for people to look at. */
  public List<Entry> entries() {
    return Settings.all(mirrors()).stream().map(this::entry).toList();
  }

  /**
   * Where the configuration file says of a snapshot what this path names; a dash if it does not.
   */
  public String originInSnapshots(String path) {
    return snapshots.map(said -> said.origin(path)).orElse("-");
  }

  /** The settings that can be stored, and change while a service runs. */
  public List<Setting<?>> live() {
    return Settings.all(mirrors()).stream().filter(Setting::live).toList();
  }

  /** The names of all mirrors of which anything is said, in their order. */
  public Set<String> mirrors() {
    return values.keySet().stream()
        .flatMap(setting -> MirrorSettings.nameIn(setting.name()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
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
