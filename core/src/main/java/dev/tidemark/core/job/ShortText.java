package dev.tidemark.core.job;

import java.nio.charset.StandardCharsets;

/** Text that any store takes: not longer than is good, and valid Unicode. */
final class ShortText {

  private ShortText() {}

  /** At most this many characters of it. */
  static String of(String text, int atMost) {
    String start = text.length() <= atMost ? text : text.substring(0, atMost);
    boolean isPairCut =
        !start.isEmpty() && Character.isHighSurrogate(start.charAt(start.length() - 1));
    String whole = isPairCut ? start.substring(0, start.length() - 1) : start;
    return new String(whole.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The same, on one line. */
  static String line(String text, int atMost) {
    return of(text, atMost).replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
  }
}
