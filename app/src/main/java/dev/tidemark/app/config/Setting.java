package dev.tidemark.app.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be set, declared once in {@link Settings}.
 *
 * @param name as in the configuration file, sections parted by dots: {@code upstream.min-spacing};
 *     of a family with one for each mirror, {@code mirrors.NAME.url}
 * @param standard the text that counts when nothing is set
 * @param secret whether it must never be shown
 * @param live whether it can change while a service runs, and so be among the stored settings
 * @param parser turns text into the value; throws {@link IllegalArgumentException} that says what
 *     was expected, and never what a secret holds
 */
public record Setting<T>(
    String name,
    Optional<String> standard,
    String description,
    boolean secret,
    boolean live,
    Function<String, T> parser) {

  static final String PREFIX = "TIDEMARK_";

  /** What stands for the name in the settings that there are once for each name. */
  static final String NAME = "NAME";

  static <T> Setting<T> of(
      String name, String standard, String description, Function<String, T> parser) {
    return new Setting<>(name, Optional.of(standard), description, false, false, parser);
  }

  /** One that can change while a service runs. */
  static <T> Setting<T> live(
      String name, String standard, String description, Function<String, T> parser) {
    return new Setting<>(name, Optional.of(standard), description, false, true, parser);
  }

  /** One that counts only when it is set. */
  static <T> Setting<T> optional(String name, String description, Function<String, T> parser) {
    return new Setting<>(name, Optional.empty(), description, false, false, parser);
  }

  static <T> Setting<T> secret(String name, String description, Function<String, T> parser) {
    return new Setting<>(name, Optional.empty(), description, true, false, parser);
  }

  /** The one that there is for this name, where there is one for each. */
  public Setting<T> at(String given) {
    return new Setting<>(name.replace(NAME, given), standard, description, secret, live, parser);
  }

  /** The name of the environment variable: {@code TIDEMARK_UPSTREAM_MIN_SPACING}. */
  public String variable() {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  @Override
  public String toString() {
    return name;
  }
}
