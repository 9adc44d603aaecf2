package dev.tidemark.core.rollup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The stretches of UTC's calendar in which a backfill walks. */
public enum Slice {
  MONTH(ChronoUnit.MONTHS),
  DAY(ChronoUnit.DAYS);

  private final ChronoUnit unit;

  Slice(ChronoUnit unit) {
    this.unit = unit;
  }

  /** The parts of a span, the first and last no longer than it. */
  public List<Span> of(Span span) {
    List<Span> parts = new ArrayList<>();
    Instant from = span.from();
    while (from.isBefore(span.to())) {
      Instant end = next(from);
      Instant to = end.isBefore(span.to()) ? end : span.to();
      parts.add(new Span(from, to));
      from = to;
    }
    return List.copyOf(parts);
  }

  private Instant next(Instant from) {
    ZonedDateTime day = from.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    ZonedDateTime start = this == MONTH ? day.withDayOfMonth(1) : day;
    return start.plus(1, unit).toInstant();
  }
}
