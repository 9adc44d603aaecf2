package dev.tidemark.core.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The finest step that an instant field keeps, and its text: ISO-8601 in UTC with a fixed width, so
 * that text order is time order. Years run from 0000 to 9999.
 */
public enum Precision {
  SECONDS(ChronoUnit.SECONDS, 0),
  MILLIS(ChronoUnit.MILLIS, 3),
  MICROS(ChronoUnit.MICROS, 6),
  NANOS(ChronoUnit.NANOS, 9);

  private static final long FIRST = -62_167_219_200L; // 0000-01-01T00:00:00Z
  private static final long LAST = 253_402_300_799L; // 9999-12-31T23:59:59Z

  private final ChronoUnit unit;
  private final int digits;

  Precision(ChronoUnit unit, int digits) {
    this.unit = unit;
    this.digits = digits;
  }

  /** Cuts what is finer than this precision off; never rounds. */
  public Instant cut(Instant instant) {
    return instant.truncatedTo(unit);
  }

  /**
   * The text of an instant, cut to this precision: {@code 2026-04-16T08:30:00Z}, {@code
   * 2026-04-16T08:30:00.123Z}.
   *
   * @throws IllegalArgumentException if the year has no four digits
   */
  public String format(Instant instant) {
    if (!inRange(instant)) {
      throw new IllegalArgumentException("the year of " + instant + " has no four digits");
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), 86_400L));
    int second = (int) Math.floorMod(instant.getEpochSecond(), 86_400L);
    char[] text = new char[digits == 0 ? 20 : 21 + digits];
    put(text, 0, 4, date.getYear());
    text[4] = '-';
    put(text, 5, 2, date.getMonthValue());
    text[7] = '-';
    put(text, 8, 2, date.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 2, second / 3_600);
    text[13] = ':';
    put(text, 14, 2, second / 60 % 60);
    text[16] = ':';
    put(text, 17, 2, second % 60);
    if (digits > 0) {
      text[19] = '.';
      put(text, 20, digits, instant.getNano() / (int) Math.pow(10, 9 - digits));
    }
    text[text.length - 1] = 'Z';
    return new String(text);
  }

  /**
   * Reads ISO-8601 with a zone or offset, in any precision; what is finer than this one is cut off.
   *
   * @throws DateTimeException if it is not such text, or its year has no four digits
   */
  public Instant parse(String text) {
    Instant instant = isPlain(text) ? parsePlain(text) : parseAny(text);
    if (!inRange(instant)) {
      throw new DateTimeException("the year of " + text + " has no four digits");
    }
    return cut(instant);
  }

  private static Instant parseAny(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  /** The usual shape, {@code 2026-04-16T08:30:00Z}: three of these per row make this worth it. */
  private static boolean isPlain(String text) {
    if (text.length() != 20) {
      return false;
    }
    for (int i = 0; i < 19; i++) {
      char expected = "dddd-dd-ddTdd:dd:dd".charAt(i);
      char found = text.charAt(i);
      if (expected == 'd' ? found < '0' || found > '9' : found != expected) {
        return false;
      }
    }
    return text.charAt(19) == 'Z';
  }

  private static Instant parsePlain(String text) {
    LocalDate date = LocalDate.of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    int second = digits(text, 17, 2);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new DateTimeException("no such time of day: " + text);
    }
    return Instant.ofEpochSecond(
        date.toEpochDay() * 86_400L + hour * 3_600L + minute * 60L + second);
  }

  private static int digits(String text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static void put(char[] text, int from, int count, int value) {
    for (int i = from + count - 1, rest = value; i >= from; i--, rest /= 10) {
      text[i] = (char) ('0' + rest % 10);
    }
  }

  private static boolean inRange(Instant instant) {
    return instant.getEpochSecond() >= FIRST && instant.getEpochSecond() <= LAST;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
