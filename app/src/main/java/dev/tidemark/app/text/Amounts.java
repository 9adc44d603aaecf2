package dev.tidemark.app.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers with units, for people. */
public final class Amounts {

  private Amounts() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 row}, {@code 1,200 rows}. */
  public static String count(long number, String one, String many) {
    return count(number) + " " + (number == 1 ? one : many);
  }

  /** {@code 312 B}, {@code 4.1 kB}, {@code 12.1 MB}: powers of a thousand. */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double amount = bytes / 1_000.0;
    String unit = "kB";
    for (String larger : new String[] {"MB", "GB", "TB"}) {
      if (amount >= 999.95) {
        amount /= 1_000;
        unit = larger;
      }
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, unit);
  }

  /** {@code 42 ms}, {@code 3.2 s}, {@code 4 min 10 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 1) {
      return Math.max(0, time.toMillis()) + " ms";
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }
    if (seconds < 3_600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds < 86_400
        ? two(seconds / 3_600, "h", seconds / 60 % 60, "min")
        : two(seconds / 86_400, "d", seconds / 3_600 % 24, "h");
  }

  /** How long it takes, rounded up to whole seconds: a promise to keep. */
  public static String wait(Duration time) {
    long seconds = Math.max(1, time.plusMillis(999).toSeconds());
    return seconds < 60 ? seconds + " s" : time(Duration.ofSeconds(seconds));
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
