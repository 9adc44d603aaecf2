package dev.tidemark.adapter.sqlite;

/**
 * Looks at the text of a condition before a parser does that knows all of SQL: what hides something
 * from the reader of the text, or has no place in a condition, is refused here. What is left are
 * words, numbers, quoted texts and names without control characters, and a few signs, in at most
 * some levels of parentheses.
 */
final class WhereText {

  private static final int LONGEST = 20_000;
  private static final int DEEPEST = 50;
  private static final String SIGNS = "(),.=<>!+-";

  private final String text;

  WhereText(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if there is anything else in it
   */
  void requirePlain() {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a condition has %s characters at most, this one has %s"
              .formatted(LONGEST, text.length()));
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char found = text.charAt(i);
      if (found == '\'' || found == '"') {
        int end = closing(i);
        requireNoControls(i, end);
        i = end;
      } else {
        requireAllowed(i);
        depth += found == '(' ? 1 : found == ')' ? -1 : 0;
        requireShallow(depth, i);
      }
    }
  }

  private void requireAllowed(int at) {
    char found = text.charAt(at);
    if (text.startsWith("--", at) || text.startsWith("/*", at)) {
      throw refused(at, "a comment");
    }
    if (!isWord(found) && !Character.isWhitespace(found) && SIGNS.indexOf(found) < 0) {
      throw refused(at, "the character " + shown(found));
    }
  }

  /** A text of SQL ends at a zero, whatever quotes say. */
  private void requireNoControls(int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw refused(i, "the control character " + shown(text.charAt(i)) + " in quotes");
      }
    }
  }

  private void requireShallow(int depth, int at) {
    if (depth > DEEPEST) {
      throw refused(at, "parentheses more than %s levels deep".formatted(DEEPEST));
    }
  }

  /** Where the quotes end that begin here; two of them in a row are one that is meant. */
  private int closing(int start) {
    char quote = text.charAt(start);
    if (start > 0 && isWord(text.charAt(start - 1))) {
      throw refused(start, "a quote right behind a word");
    }
    int end = text.indexOf(quote, start + 1);
    while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == quote) {
      end = text.indexOf(quote, end + 2);
    }
    if (end < 0) {
      throw refused(start, "a quote that is never closed");
    }
    return end;
  }

  private static boolean isWord(char found) {
    return found >= 'a' && found <= 'z'
        || found >= 'A' && found <= 'Z'
        || found >= '0' && found <= '9'
        || found == '_';
  }

  private static String shown(char found) {
    return found > ' ' && found < 0x7F ? String.valueOf(found) : "U+%04X".formatted((int) found);
  }

  private static IllegalArgumentException refused(int at, String what) {
    return new IllegalArgumentException(
        "found %s at character %s; %s".formatted(what, at + 1, JooqWhereParser.ALLOWED));
  }
}
