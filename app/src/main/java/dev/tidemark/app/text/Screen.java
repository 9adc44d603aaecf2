package dev.tidemark.app.text;

/**
 * What standard output is shown on.
 *
 * @param width columns of a line
 * @param rich whether it shows block characters and colours
 */
public record Screen(int width, boolean rich) {

  /** A file or a pipe. */
  public static final Screen PLAIN = new Screen(80, false);

  private static final int LEAST = 40;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final String COLOUR = "\u001b[36m";
  private static final String NO_COLOUR = "\u001b[0m";

  public Screen {
    width = Math.max(LEAST, width);
  }

  /** Three dots. */
  public String dots() {
    return rich ? "…" : "...";
  }

  /**
   * A bar that is as long as the value, without white space at its end. What is above zero can be
   * seen.
   *
   * @param greatest the value whose bar takes the room
   */
  public String bar(long value, long greatest, int room) {
    if (value <= 0 || greatest <= 0) {
      return "";
    }
    double length = (double) value / greatest * room;
    return rich ? COLOUR + blocks(length) + NO_COLOUR : marks(length);
  }

  private static String marks(double length) {
    return "#".repeat((int) Math.max(1, Math.round(length)));
  }

  private static String blocks(double length) {
    int eighths = (int) Math.max(1, Math.round(length * EIGHTHS.length()));
    int rest = eighths % EIGHTHS.length();
    return "█".repeat(eighths / EIGHTHS.length()) + (rest == 0 ? "" : EIGHTHS.charAt(rest));
  }
}
