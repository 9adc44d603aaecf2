package dev.tidemark.adapter.mysql;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** The text of an instant in a DATETIME(6): {@code 2026-04-16 08:30:00.000000}, UTC. */
final class InstantText {

  static final int LENGTH = 26;

  private static final int DAY_SECONDS = 86_400;

  private InstantText() {}

  static String of(Instant at) {
    byte[] text = new byte[LENGTH];
    put(at, text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Reads it back. */
  static Instant parse(String text) {
    return Instant.parse(text.replace(' ', 'T') + 'Z');
  }

  /** Writes it at this place; cut to the microsecond. */
  static void put(Instant at, byte[] into, int from) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(at.getEpochSecond(), DAY_SECONDS));
    int second = Math.floorMod(at.getEpochSecond(), DAY_SECONDS);
    digits(into, from, 4, date.getYear());
    into[from + 4] = '-';
    digits(into, from + 5, 2, date.getMonthValue());
    into[from + 7] = '-';
    digits(into, from + 8, 2, date.getDayOfMonth());
    into[from + 10] = ' ';
    digits(into, from + 11, 2, second / 3_600);
    into[from + 13] = ':';
    digits(into, from + 14, 2, second / 60 % 60);
    into[from + 16] = ':';
    digits(into, from + 17, 2, second % 60);
    into[from + 19] = '.';
    digits(into, from + 20, 6, at.getNano() / 1_000);
  }

  private static void digits(byte[] into, int from, int count, int value) {
    for (int i = from + count - 1, rest = value; i >= from; i--, rest /= 10) {
      into[i] = (byte) ('0' + rest % 10);
    }
  }
}
