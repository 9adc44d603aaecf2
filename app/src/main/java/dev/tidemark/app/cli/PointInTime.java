package dev.tidemark.app.cli;

import dev.tidemark.app.config.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns what people write into a point in time: a duration before now, a day, a time of day, or an
 * instant.
 */
record PointInTime(ZoneId zone, Instant now) {

  private static final String EXPECTED =
      "expected a time such as 7d, 2026-04-16, 2026-04-16T08:30 or 2026-04-16T08:30:00Z, found"
          + " \"%s\"";

  /**
   * A duration leads to the beginning of the hour or day, so that what is shown of it is whole.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  Instant parse(String text, ChronoUnit unit) {
    List<Function<String, Instant>> forms =
        List.of(
            before -> ago(before, unit),
            day -> LocalDate.parse(day).atStartOfDay(zone).toInstant(),
            local -> LocalDateTime.parse(local).atZone(zone).toInstant(),
            exact -> OffsetDateTime.parse(exact).toInstant());
    return forms.stream()
        .flatMap(form -> attempt(form, text.trim()).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(EXPECTED.formatted(text)));
  }

  private Instant ago(String text, ChronoUnit unit) {
    Instant exact = now.minus(Values.duration(text));
    return unit == ChronoUnit.DAYS
        ? exact.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant()
        : exact.truncatedTo(ChronoUnit.HOURS);
  }

  private static Optional<Instant> attempt(Function<String, Instant> form, String text) {
    try {
      return Optional.of(form.apply(text));
    } catch (DateTimeParseException | IllegalArgumentException otherwise) {
      return Optional.empty();
    } catch (DateTimeException | ArithmeticException outOfReach) {
      throw new IllegalArgumentException("expected a time of this age, found \"" + text + "\"");
    }
  }
}
