package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was said outside of the state: in the file, in the environment and by flags. It is read
 * once; a service does not see what is edited while it runs. Immutable.
 *
 * @param file what the configuration file says
 * @param shell what the environment and then the flags say
 */
record Sources(Surroundings surroundings, Said file, Said shell) {

  private static final String FILE = "tidemark.yaml";
  private static final String FILE_VARIABLE = Setting.PREFIX + "CONFIG";

  /** Variables with the prefix that are no settings, but for the launcher and the tests. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(FILE_VARIABLE, Setting.PREFIX + "JAVA_OPTS", Setting.PREFIX + "REAL_DATA");

  /**
   * What one source says.
   *
   * @param snapshots what it says of snapshots, which are no settings
   * @param problems with the source, beside what it says
   */
  record Said(List<Given> given, Optional<Subtree> snapshots, List<String> problems) {

    static final Said NOTHING = new Said(List.of(), Optional.empty(), List.of());

    Said {
      given = List.copyOf(given);
      problems = List.copyOf(problems);
    }
  }

  static Sources read(Surroundings surroundings, Flags flags) {
    return new Sources(surroundings, file(surroundings, flags), shell(surroundings, flags));
  }

  private static Said file(Surroundings surroundings, Flags flags) {
    return path(surroundings, flags).map(ConfigFile::read).orElse(Said.NOTHING);
  }

  private static Optional<Path> path(Surroundings surroundings, Flags flags) {
    Optional<String> named =
        flags
            .configFile()
            .or(() -> Optional.ofNullable(surroundings.environment().get(FILE_VARIABLE)))
            .filter(name -> !name.isBlank());
    return named.isPresent()
        ? named.map(Path::of)
        : Optional.of(surroundings.directory().resolve(FILE)).filter(Files::exists);
  }

  private static Said shell(Surroundings surroundings, Flags flags) {
    List<Given> given = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    variables(surroundings).forEach((name, text) -> variable(name, text, given, problems));
    given.addAll(flags.given());
    problems.addAll(flags.problems());
    return new Said(given, Optional.empty(), problems);
  }

  private static Map<String, String> variables(Surroundings surroundings) {
    Map<String, String> variables = new TreeMap<>(surroundings.environment());
    variables.keySet().removeIf(name -> !name.startsWith(Setting.PREFIX));
    variables.keySet().removeAll(OTHER_VARIABLES);
    return variables;
  }

  /** A variable that is set to nothing counts as not set. */
  private static void variable(String name, String text, List<Given> given, List<String> problems) {
    Optional<Setting<?>> setting = Settings.ofVariable(name);
    if (setting.isEmpty()) {
      problems.add(name + ": no such setting" + Settings.hintOfVariable(name));
    } else if (!text.isBlank()) {
      given.add(new Given(setting.get().name(), text, name, false));
    }
  }

  /**
   * The effective configuration, with what is stored with the state.
   *
   * @param stored finds that in the data directory; is not asked if nobody can say which that is
   * @throws InvalidConfigurationException with all problems of all sources
   */
  Loaded load(Function<Path, StoredSettings> stored) {
    StoredSettings found =
        new ConfigurationLoader(this, StoredSettings.NONE)
            .found(Settings.DATA)
            .map(stored)
            .orElse(StoredSettings.NONE);
    return new Loaded(this, found, load(found));
  }

  /**
   * The effective configuration with these stored settings.
   *
   * @throws InvalidConfigurationException with all problems of all sources
   */
  Configuration load(StoredSettings stored) {
    return new ConfigurationLoader(this, stored).load();
  }

  Sources withoutShell() {
    return new Sources(surroundings, file, Said.NOTHING);
  }
}
