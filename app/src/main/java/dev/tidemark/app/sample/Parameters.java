package dev.tidemark.app.sample;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The query parameters of a request, as the API reads them: the last one of a name counts. */
record Parameters(Map<String, List<String>> given) {

  private static final long MICROS = 1_000_000;

  boolean has(String name) {
    return given.containsKey(name);
  }

  Set<String> names() {
    return given.keySet();
  }

  String text(String name) {
    List<String> values = given.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(values.size() - 1);
  }

  /** A number that is not negative; 0 when it is not given. */
  long number(String name) {
    if (!has(name)) {
      return 0;
    }
    long number = whole(text(name), "'" + name + "' needs to be a number");
    if (number < 0) {
      throw ApiError.badParameter("'" + name + "' needs to be a positive number");
    }
    return number;
  }

  /** In microseconds since the epoch; 0 when it is not given, or not positive. */
  long since() {
    if (!has("since")) {
      return 0;
    }
    long seconds = whole(text("since"), "'since' needs to be a unix timestamp (epoch seconds)");
    return Math.max(0, Math.min(seconds, Long.MAX_VALUE / MICROS)) * MICROS;
  }

  Set<String> fields() {
    return text("fields").isEmpty() ? Set.of() : items("fields");
  }

  /** The items of a list separated by commas. */
  Set<String> items(String name) {
    return Set.copyOf(List.of(text(name).split(",")));
  }

  static long whole(String text, String otherwise) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw ApiError.badParameter(otherwise);
    }
  }
}
