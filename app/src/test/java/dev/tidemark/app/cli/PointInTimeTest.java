package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PointInTimeTest {

  private final PointInTime times =
      new PointInTime(ZoneId.of("Europe/Berlin"), Instant.parse("2026-04-16T08:30:00Z"));

  @ParameterizedTest
  @CsvSource({
    "7d, DAYS, 2026-04-08T22:00:00Z",
    "7d, HOURS, 2026-04-09T08:00:00Z",
    "90m, HOURS, 2026-04-16T07:00:00Z",
    "2026-04-16, DAYS, 2026-04-15T22:00:00Z",
    "2026-04-16T08:30, DAYS, 2026-04-16T06:30:00Z",
    "2026-04-16T08:30:00Z, DAYS, 2026-04-16T08:30:00Z",
    "2026-04-16T08:30:00+05:30, HOURS, 2026-04-16T03:00:00Z"
  })
  void parse_everyForm_isAPointInTime(String text, ChronoUnit unit, Instant expected) {
    assertThat(times.parse(text, unit)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "7", "", "2026-13-01", "16.4.2026", "7 weeks"})
  void parse_anythingElse_saysWhatWasExpected(String text) {
    assertThatThrownBy(() -> times.parse(text, ChronoUnit.DAYS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a time such as 7d, 2026-04-16, 2026-04-16T08:30 or 2026-04-16T08:30:00Z,"
                + " found \"%s\"",
            text);
  }
}
