package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.NearMiss;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gathers the configuration: what a setting says of itself, then one YAML file, then the
 * environment, then flags; the later source wins.
 */
public final class ConfigurationLoader {

  private static final String FILE = "tidemark.yaml";
  private static final String FILE_VARIABLE = Setting.PREFIX + "CONFIG";

  /** Variables with the prefix that are no settings, but for the launcher and the tests. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(FILE_VARIABLE, Setting.PREFIX + "JAVA_OPTS", Setting.PREFIX + "REAL_DATA");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  /** An upstream on this machine is one's own, and need not be spared. */
  private static final Configuration.Effective UNSPARED =
      new Configuration.Effective(Duration.ZERO, "0s", "default for this machine");

  /** Who is known by a key may ask more often. */
  private static final Configuration.Effective OFTEN =
      new Configuration.Effective(Duration.ofMinutes(15), "15m", "default with an API key");

  private final Map<String, Setting<?>> byKey = by(Setting::name);
  private final Map<String, Setting<?>> byVariable = by(Setting::variable);
  private final List<String> problems = new ArrayList<>();
  private final Map<Setting<?>, Given> chosen = new LinkedHashMap<>();
  private final Surroundings surroundings;

  private ConfigurationLoader(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * The effective configuration.
   *
   * @throws InvalidConfigurationException with all problems of all sources
   */
  public static Configuration load(Surroundings surroundings, Flags flags) {
    return new ConfigurationLoader(surroundings).load(flags);
  }

  private Configuration load(Flags flags) {
    file(flags).ifPresent(file -> ConfigFile.read(file, problems).forEach(this::choose));
    environment();
    flags.given().forEach(this::choose);
    problems.addAll(flags.problems());
    Map<Setting<?>, Configuration.Effective> values = new HashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      effective(setting).ifPresent(value -> values.put(setting, value));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("configuration", problems);
    }
    if (isOnThisMachine(values)) {
      unlessChosen(Settings.UPSTREAM_MIN_SPACING, UNSPARED, values);
    }
    if (values.containsKey(Settings.UPSTREAM_API_KEY)) {
      unlessChosen(Settings.SYNC_INTERVAL, OFTEN, values);
    }
    return new Configuration(values);
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

  private Optional<Path> file(Flags flags) {
    Optional<String> named =
        flags
            .configFile()
            .or(() -> Optional.ofNullable(surroundings.environment().get(FILE_VARIABLE)))
            .filter(name -> !name.isBlank());
    return named.isPresent()
        ? named.map(Path::of)
        : Optional.of(surroundings.directory().resolve(FILE)).filter(Files::exists);
  }

  /** A variable that is set to nothing counts as not set. */
  private void environment() {
    new TreeMap<>(surroundings.environment())
        .tailMap(Setting.PREFIX)
        .forEach(
            (name, text) -> {
              if (name.startsWith(Setting.PREFIX) && !OTHER_VARIABLES.contains(name)) {
                variable(name, text);
              }
            });
  }

  private void variable(String name, String text) {
    Setting<?> setting = byVariable.get(name);
    if (setting == null) {
      problems.add(name + ": no such setting" + NearMiss.hint(name, byVariable.keySet()));
    } else if (!text.isBlank()) {
      choose(new Given(setting.name(), text, name, false));
    }
  }

  private void choose(Given given) {
    Setting<?> setting = byKey.get(given.key());
    if (setting == null) {
      problems.add(
          "%s: %s: no such setting%s"
              .formatted(given.origin(), given.key(), NearMiss.hint(given.key(), byKey.keySet())));
    } else {
      chosen.put(setting, given);
    }
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
      String text =
          given.literal()
              ? given.text()
              : new References(surroundings.environment()).resolve(given.text());
      return Optional.of(
          new Configuration.Effective(setting.parser().apply(text), text, given.origin()));
    } catch (IllegalArgumentException e) {
      problems.add(given.origin() + ": " + setting.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, Setting<?>> by(Function<Setting<?>, String> name) {
    return Settings.ALL.stream().collect(Collectors.toMap(name, setting -> setting));
  }
}
