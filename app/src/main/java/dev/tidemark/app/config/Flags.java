package dev.tidemark.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was set on the command line. A flag that was not given is null, and is passed over. Not safe
 * for use by many threads.
 */
public final class Flags {

  private final List<Given> given = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Optional<String> configFile = Optional.empty();

  /** The configuration file to read instead of the one that lies around. */
  public Flags configFile(@Nullable String file) {
    configFile = Optional.ofNullable(file);
    return this;
  }

  public Flags set(Setting<?> setting, String flag, @Nullable String value) {
    if (value != null) {
      given.add(new Given(setting.name(), value, flag, true));
    }
    return this;
  }

  /** Sets what stands in a file. */
  public Flags setFromFile(Setting<?> setting, String flag, @Nullable String file) {
    if (file == null) {
      return this;
    }
    try {
      return set(setting, flag, References.content(file));
    } catch (IllegalArgumentException e) {
      problems.add(flag + ": " + e.getMessage());
      return this;
    }
  }

  List<Given> given() {
    return given;
  }

  List<String> problems() {
    return problems;
  }

  Optional<String> configFile() {
    return configFile;
  }
}
