package dev.tidemark.app.config;

import dev.tidemark.adapter.http.HttpUpstreamConfig;
import dev.tidemark.adapter.mysql.MySqlConfig;
import dev.tidemark.core.time.DurationText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the text of a setting into its value. */
public final class Values {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([KMG])B");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");
  private static final Pattern TABLE_PREFIX = Pattern.compile("[A-Za-z0-9_]{1,30}");
  private static final String NEVER = "keep";

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
  public static Duration duration(String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () -> expected("a duration with a unit, such as 500ms, 3s, 30m, 1h or 7d", text, null));
  }

  /** A duration that is not zero. */
  static Duration someTime(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw expected("a duration above 0", text, null);
    }
    return duration;
  }

  /** A duration that is not shorter than this one. */
  static Function<String, Duration> atLeast(String least) {
    Duration shortest = duration(least);
    return text -> {
      Duration duration = duration(text);
      if (duration.compareTo(shortest) < 0) {
        throw expected("a duration of %s or more".formatted(least), text, null);
      }
      return duration;
    };
  }

  /** A duration, or {@code keep} for none. */
  static Optional<Duration> retention(String text) {
    if (text.trim().equals(NEVER)) {
      return Optional.empty();
    }
    if (DurationText.parse(text).isEmpty()) {
      throw expected("keep, or a duration with a unit, such as 90d", text, null);
    }
    return Optional.of(someTime(text));
  }

  /** Without a sign. */
  static int number(String text) {
    if (!NUMBER.matcher(text.trim()).matches()) {
      throw expected("a number, 0 or more", text, null);
    }
    return Integer.parseInt(text.trim());
  }

  /** A number that is not zero. */
  static int someNumber(String text) {
    int number = number(text);
    if (number == 0) {
      throw expected("a number, 1 or more", text, null);
    }
    return number;
  }

  /** One or more, parted by commas. */
  static List<String> names(String text) {
    List<String> names = Arrays.stream(text.split(",")).map(String::strip).toList();
    if (names.stream().anyMatch(String::isEmpty)) {
      throw expected("names, parted by commas", text, null);
    }
    return names;
  }

  static boolean flag(String text) {
    return switch (text.trim()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected("true or false", text, null);
    };
  }

  /** Bytes, as a number and a unit: {@code 512KB}, {@code 400MB}, {@code 2GB}; or {@code 0}. */
  static long size(String text) {
    if (text.trim().equals("0")) {
      return 0;
    }
    Matcher parts = SIZE.matcher(text.trim());
    if (!parts.matches()) {
      throw expected("a size with a unit, such as 512KB, 400MB or 2GB, or 0", text, null);
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "K" -> count << 10;
      case "M" -> count << 20;
      default -> count << 30;
    };
  }

  /** A part of a whole, from 0 to 1: {@code 5%}, {@code 0.5%}. */
  public static double share(String text) {
    Matcher parts = SHARE.matcher(text.trim());
    double percent = parts.matches() ? Double.parseDouble(parts.group(1)) : Double.NaN;
    if (!(percent <= 100)) {
      throw expected("a share from 0% to 100%, such as 5%", text, null);
    }
    return percent / 100;
  }

  /** What the adapter takes as the base of an API. */
  static URI baseAddress(String text) {
    try {
      return HttpUpstreamConfig.of(new URI(text(text))).base();
    } catch (URISyntaxException e) {
      throw expected("an address such as https://host/api", text, e);
    }
  }

  /** What the adapter takes as the URL of a database. */
  static String database(String text) {
    return MySqlConfig.of(text(text), "anybody", "").url();
  }

  /** What the name of a table can begin with, quoted or not. */
  static String tablePrefix(String text) {
    if (!TABLE_PREFIX.matcher(text.trim()).matches()) {
      throw expected("at most 30 letters, digits and underscores", text, null);
    }
    return text.trim();
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
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static IllegalArgumentException expected(
      String what, String found, @Nullable Throwable cause) {
    return new IllegalArgumentException("expected " + what + ", found \"" + found + "\"", cause);
  }
}
