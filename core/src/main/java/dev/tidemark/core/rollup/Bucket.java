package dev.tidemark.core.rollup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long the stretch of time is that one cell adds up; all begin at UTC's full ones. */
public enum Bucket {
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS);

  private final ChronoUnit unit;

  Bucket(ChronoUnit unit) {
    this.unit = unit;
  }

  /** The beginning of the bucket in which this instant lies. */
  public Instant floor(Instant instant) {
    return instant.truncatedTo(unit);
  }

  /** The beginning of the bucket behind the one in which this instant lies. */
  public Instant next(Instant instant) {
    return floor(instant).plus(1, unit);
  }
}
