package dev.tidemark.app.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Points in time, in the reader's zone. */
public final class Times {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private Times() {}

  /** {@code 2026-04-16 10:30:00}. */
  public static String local(Instant instant, ZoneId zone) {
    return SECONDS.format(instant.atZone(zone));
  }
}
