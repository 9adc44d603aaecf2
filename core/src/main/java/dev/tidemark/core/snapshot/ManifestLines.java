package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.Precision;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a manifest, taken one after the other. Not safe for use by many threads. */
final class ManifestLines {

  static final String HEAD = "tidemark-snapshot 1";

  private static final int LONGEST_SHOWN = 80;

  private final Deque<String> rest;
  private final Map<String, Integer> lengths = new HashMap<>();

  private ManifestLines(Deque<String> rest) {
    this.rest = rest;
  }

  /**
   * @throws IllegalArgumentException if it is too long, does not begin as a manifest, or not end
   *     with a line
   */
  static ManifestLines of(String text) {
    if (text.length() > ManifestText.LONGEST) {
      throw new IllegalArgumentException(
          "expected a snapshot manifest of %s characters at most, found %s"
              .formatted(ManifestText.LONGEST, text.length()));
    }
    Deque<String> lines = new ArrayDeque<>(List.of(text.split("\n", -1)));
    String head = lines.removeFirst();
    if (!head.equals(HEAD)) {
      throw new IllegalArgumentException(
          "expected a snapshot manifest that begins with \"%s\", found %s"
              .formatted(HEAD, shown(head)));
    }
    if (lines.isEmpty() || !lines.removeLast().isEmpty()) {
      throw new IllegalArgumentException(
          "expected a snapshot manifest that ends with a line feed; it is cut off");
    }
    return new ManifestLines(lines);
  }

  /** The value of the next line, which has this key. */
  String required(String key) {
    return optional(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a snapshot manifest with the line %s= here, found %s"
                        .formatted(key, next())));
  }

  /** The value of the next line if it has this key. */
  Optional<String> optional(String key) {
    String line = rest.peekFirst();
    if (line == null || !line.startsWith(key + "=")) {
      return Optional.empty();
    }
    rest.removeFirst();
    lengths.put(key, line.length() + 1);
    return Optional.of(line.substring(key.length() + 1));
  }

  static long number(String key, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          key + ": expected a whole number of 64 bits, found " + shown(value), e);
    }
  }

  static Instant instant(String key, String value) {
    try {
      return Precision.MILLIS.parse(value);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          key + ": expected a time such as 2026-04-16T08:30:00.123Z, found " + shown(value), e);
    }
  }

  /** How long the line with this key was, with its end; 0 if there was none. */
  int length(String key) {
    return lengths.getOrDefault(key, 0);
  }

  /**
   * @throws IllegalArgumentException if there are more lines
   */
  void end() {
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "expected the snapshot manifest to end here, found " + next());
    }
  }

  private String next() {
    String line = rest.peekFirst();
    return line == null ? "its end" : shown(line);
  }

  /** What somebody else sent, fit for a message. */
  static String shown(String found) {
    String cut = found.length() > LONGEST_SHOWN ? found.substring(0, LONGEST_SHOWN) + "..." : found;
    return '"' + cut.replaceAll("[^ -~]", "?") + '"';
  }
}
