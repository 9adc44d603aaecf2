package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import java.util.Optional;

/** Foreign text made fit for a message: one line, quoted, short, and without our own secret. */
final class Excerpt {

  private static final int LENGTH = 80;

  private final Optional<ApiKey> secret;

  Excerpt(Optional<ApiKey> secret) {
    this.secret = secret;
  }

  /** The beginning of the text in quotes; empty if nothing can be shown. */
  Optional<String> of(String text) {
    String line = masked(text).replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
    return line.isEmpty() ? Optional.empty() : Optional.of('"' + cut(line) + '"');
  }

  private String masked(String text) {
    return secret.map(key -> text.replace(key.value(), key.toString())).orElse(text);
  }

  private static String cut(String line) {
    return line.codePointCount(0, line.length()) <= LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LENGTH)) + "...";
  }
}
