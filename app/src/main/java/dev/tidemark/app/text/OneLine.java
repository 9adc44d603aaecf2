package dev.tidemark.app.text;

/** Makes any text fit on one line of a terminal. */
public final class OneLine {

  private OneLine() {}

  /** The text with every control character, which might move the cursor, made a space. */
  public static String of(Object value) {
    return value.toString().replaceAll("\\p{Cntrl}", " ");
  }

  /** At most this many characters of it; dots say that there is more. */
  public static String start(String text, int atMost) {
    String line = of(text);
    return line.codePointCount(0, line.length()) <= atMost
        ? line
        : line.substring(0, line.offsetByCodePoints(0, atMost - 3)) + "...";
  }
}
