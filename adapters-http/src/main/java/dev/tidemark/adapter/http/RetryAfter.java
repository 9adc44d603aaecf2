package dev.tidemark.adapter.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** When to ask again, by a {@code Retry-After} header in either form or by none. */
final class RetryAfter {

  /** The wait when upstream names none that lies ahead. */
  private static final Duration GUESS = Duration.ofSeconds(15);

  /** So that a nonsensical header does not stop a copy for ever. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private RetryAfter() {}

  static Instant from(Optional<String> header, Instant now) {
    Instant latest = now.plus(LONGEST);
    return header
        .map(String::strip)
        .flatMap(text -> text.matches("\\d+") ? seconds(text, now, latest) : date(text))
        .filter(now::isBefore)
        .map(at -> at.isAfter(latest) ? latest : at)
        .orElse(now.plus(GUESS));
  }

  private static Optional<Instant> seconds(String digits, Instant now, Instant latest) {
    boolean sane = digits.length() <= 9;
    return Optional.of(sane ? now.plusSeconds(Long.parseLong(digits)) : latest);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
