package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-01-28T12:00:00Z");

  @Test
  void from_noHeader_isACarefulGuess() {
    assertThat(RetryAfter.from(Optional.empty(), NOW))
        .isEqualTo(Instant.parse("2026-01-28T12:00:15Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "'3', 2026-01-28T12:00:03Z",
    "' 3544 ', 2026-01-28T12:59:04Z",
    "'Wed, 28 Jan 2026 13:00:00 GMT', 2026-01-28T13:00:00Z",
    "'999999999', 2026-02-04T12:00:00Z",
    "'99999999999999999999', 2026-02-04T12:00:00Z",
    "'Mon, 28 Jan 2126 13:00:00 GMT', 2026-02-04T12:00:00Z",
    // No time that lies ahead: the guess.
    "'0', 2026-01-28T12:00:15Z",
    "'-5', 2026-01-28T12:00:15Z",
    "'1.5', 2026-01-28T12:00:15Z",
    "'soon', 2026-01-28T12:00:15Z",
    "'', 2026-01-28T12:00:15Z",
    "'Wed, 28 Jan 2026 11:00:00 GMT', 2026-01-28T12:00:15Z",
  })
  void from_header_isAsSaidWithinReason(String header, Instant expected) {
    assertThat(RetryAfter.from(Optional.of(header), NOW)).isEqualTo(expected);
  }
}
