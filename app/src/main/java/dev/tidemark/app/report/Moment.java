package dev.tidemark.app.report;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** When and where somebody reads a report. */
public record Moment(Instant at, ZoneId zone) {

  /** Now, in the clock's zone. */
  public static Moment of(Clock clock) {
    return new Moment(clock.instant(), clock.getZone());
  }
}
