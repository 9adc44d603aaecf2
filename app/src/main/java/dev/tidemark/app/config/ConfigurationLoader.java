package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the configuration together: what a setting says of itself, then one YAML file, then what is
 * stored with the state, then the environment, then flags; the later source wins.
 */
public final class ConfigurationLoader {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /** An upstream on this machine is one's own, and need not be spared. */
  private static final Configuration.Effective UNSPARED =
      new Configuration.Effective(Duration.ZERO, "0s", "default for this machine");

  /** Who is known by a key may ask more often. */
  private static final Configuration.Effective OFTEN =
      new Configuration.Effective(Duration.ofMinutes(15), "15m", "default with an API key");

  private final List<String> problems = new ArrayList<>();
  private final Map<Setting<?>, Given> chosen = new LinkedHashMap<>();
  private final References references;
  private final Optional<Subtree> snapshots;

  ConfigurationLoader(Sources sources, StoredSettings stored) {
    this.references = new References(sources.surroundings().environment());
    this.snapshots = sources.file().snapshots();
    choose(sources.file());
    choose(stored);
    choose(sources.shell());
  }

  /**
   * The effective configuration where nothing is stored.
   *
   * @throws InvalidConfigurationException with all problems of all sources
   */
  public static Configuration load(Surroundings surroundings, Flags flags) {
    return Sources.read(surroundings, flags).load(StoredSettings.NONE);
  }

  Configuration load() {
    Map<Setting<?>, Configuration.Effective> values = new HashMap<>();
    for (Setting<?> setting : Settings.all(mirrors())) {
      effective(setting).ifPresent(value -> values.put(setting, value));
    }
    Configuration good = new Configuration(values, snapshots);
    problems.addAll(DatabaseRules.problems(chosen, good));
    problems.addAll(SnapshotRules.problems(chosen, good));
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("configuration", problems);
    }
    if (isOnThisMachine(values)) {
      unlessChosen(Settings.UPSTREAM_MIN_SPACING, UNSPARED, values);
    }
    if (values.containsKey(Settings.UPSTREAM_API_KEY)) {
      unlessChosen(Settings.SYNC_INTERVAL, OFTEN, values);
    }
    return new Configuration(values, snapshots);
  }

  private Set<String> mirrors() {
    return chosen.keySet().stream()
        .flatMap(setting -> MirrorSettings.nameIn(setting.name()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The value of one setting, if there is a good one, whatever is wrong with the others. */
  @SuppressWarnings("unchecked") // a value was made by the parser of its own setting
  <T> Optional<T> found(Setting<T> setting) {
    return effective(setting).map(effective -> (T) effective.value());
  }

  private void unlessChosen(
      Setting<?> setting,
      Configuration.Effective value,
      Map<Setting<?>, Configuration.Effective> values) {
    if (!chosen.containsKey(setting)) {
      values.put(setting, value);
    }
  }

  private static boolean isOnThisMachine(Map<Setting<?>, Configuration.Effective> values) {
    String host = ((URI) values.get(Settings.UPSTREAM_URL).value()).getHost();
    return LOOPBACK.matcher(host).matches();
  }

  private void choose(Sources.Said said) {
    problems.addAll(said.problems());
    said.given().forEach(this::choose);
  }

  private void choose(Given given) {
    Settings.find(given.key())
        .ifPresentOrElse(
            setting -> chosen.put(setting, given),
            () ->
                problems.add(
                    "%s: %s: no such setting%s"
                        .formatted(given.origin(), given.key(), Settings.hint(given.key()))));
  }

  /** They stand for themselves: what a process finds in its environment is not for all of them. */
  private void choose(StoredSettings stored) {
    stored.problems().forEach(problem -> problems.add(stored.origin() + ": " + problem));
    stored
        .texts()
        .forEach(
            (name, text) ->
                StoredSettings.objection(name)
                    .ifPresentOrElse(
                        why -> problems.add(stored.origin() + ": " + why),
                        () -> choose(new Given(name, text, stored.origin(), true))));
  }

  private Optional<Configuration.Effective> effective(Setting<?> setting) {
    Optional<Given> given =
        Optional.ofNullable(chosen.get(setting))
            .or(
                () ->
                    setting
                        .standard()
                        .map(text -> new Given(setting.name(), text, Configuration.DEFAULT, true)));
    return given.flatMap(each -> parsed(setting, each));
  }

  private Optional<Configuration.Effective> parsed(Setting<?> setting, Given given) {
    try {
      String text = given.literal() ? given.text() : references.resolve(given.text());
      return Optional.of(
          new Configuration.Effective(setting.parser().apply(text), text, given.origin()));
    } catch (IllegalArgumentException e) {
      problems.add(given.origin() + ": " + setting.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
