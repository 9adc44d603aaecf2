package dev.tidemark.app.cli;

import dev.tidemark.app.config.Configuration;
import dev.tidemark.app.config.ConfiguredMirror;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.NearMiss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which mirrors a command line means. */
record MirrorNames(Configuration configuration) {

  /** What there is to say where there is none. */
  static final List<String> HOW_TO =
      List.of(
          "no mirror is configured; this in tidemark.yaml makes one:",
          "  mirrors:",
          "    reporting: {url: \"jdbc:mysql://db.example/peering\", user: tidemark,"
              + " password: \"${env:MIRROR_PASSWORD}\"}");

  /**
   * Those that are enabled, or the one of this name.
   *
   * @throws InvalidConfigurationException if there is no such one, or none at all
   */
  List<String> allOr(@Nullable String name) {
    return name == null ? enabled() : List.of(enabled(name));
  }

  /**
   * The one of this name, or the only one.
   *
   * @throws InvalidConfigurationException if there is no such one, or none, or more than one
   */
  List<String> onlyOr(@Nullable String name) {
    List<String> names = allOr(name);
    if (names.size() > 1) {
      throw wrong("expected the name of one of " + String.join(", ", names));
    }
    return names;
  }

  private List<String> enabled() {
    List<String> names =
        ConfiguredMirror.all(configuration).stream().map(ConfiguredMirror::name).toList();
    if (names.isEmpty()) {
      throw wrong(
          configuration.mirrors().isEmpty()
              ? "none is configured; mirror list says how to"
              : "none is enabled of " + String.join(", ", configuration.mirrors()));
    }
    return names;
  }

  private String enabled(String name) {
    if (!configuration.mirrors().contains(name)) {
      throw wrong(name + ": no such mirror" + NearMiss.hint(name, configuration.mirrors()));
    }
    if (!ConfiguredMirror.isEnabled(configuration, name)) {
      throw wrong("%s: is not enabled; mirrors.%s.enabled says so".formatted(name, name));
    }
    return name;
  }

  private static InvalidConfigurationException wrong(String problem) {
    return new InvalidConfigurationException("mirror", List.of(problem));
  }
}
