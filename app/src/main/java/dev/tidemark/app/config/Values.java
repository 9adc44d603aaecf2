package dev.tidemark.app.config;

import dev.tidemark.adapter.http.HttpUpstreamConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the text of a setting into its value. */
final class Values {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private Values() {}

  static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("expected text, found none");
    }
    return text.trim();
  }

  static Path path(String text) {
    try {
      return Path.of(text(text));
    } catch (InvalidPathException e) {
      throw expected("a path", text, e);
    }
  }

  /** A number and a unit: {@code 500ms}, {@code 3s}, {@code 30m}, {@code 1h}, {@code 7d}. */
  static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text.trim());
    if (!parts.matches()) {
      throw expected("a duration with a unit, such as 500ms, 3s, 30m, 1h or 7d", text, null);
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  static Duration positiveDuration(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw expected("a duration of more than 0", text, null);
    }
    return duration;
  }

  /** What the adapter takes as the base of an API. */
  static URI baseAddress(String text) {
    try {
      return HttpUpstreamConfig.of(new URI(text(text))).base();
    } catch (URISyntaxException e) {
      throw expected("an address such as https://host/api", text, e);
    }
  }

  static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(each -> word(each).equals(text.trim()))
            .findFirst()
            .orElseThrow(() -> expected(words(type), text, null));
  }

  private static String words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Values::word)
        .collect(Collectors.joining(" or "));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException expected(
      String what, String found, @Nullable Throwable cause) {
    return new IllegalArgumentException("expected " + what + ", found \"" + found + "\"", cause);
  }
}
