package dev.tidemark.core.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little JSON that composite keys are written in: a flat array of numbers and strings. */
final class JsonText {

  private static final Pattern ELEMENT =
      Pattern.compile("(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|(-?\\d+))[,\\]]", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private JsonText() {}

  static String quote(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      append(json, text.charAt(i));
    }
    return json.append('"').toString();
  }

  private static void append(StringBuilder json, char c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\b' -> json.append("\\b");
      case '\f' -> json.append("\\f");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        if (c < ' ') {
          json.append(String.format("\\u%04x", (int) c));
        } else {
          json.append(c);
        }
      }
    }
  }

  /**
   * The elements of a flat array, strings without quotes and escapes.
   *
   * @throws IllegalArgumentException if it is no such array
   */
  static List<String> parts(String array) {
    Matcher matcher = ELEMENT.matcher(array);
    List<String> parts = new ArrayList<>();
    int at = array.startsWith("[") ? 1 : -1;
    while (at > 0 && matcher.find(at) && matcher.start() == at) {
      parts.add(matcher.group(1) == null ? matcher.group(2) : unescape(matcher.group(1)));
      at = matcher.end();
    }
    if (at != array.length() || !array.endsWith("]")) {
      throw new IllegalArgumentException("not a key: " + array);
    }
    return parts;
  }

  private static String unescape(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(found -> Matcher.quoteReplacement(unescaped(found.group(1))));
  }

  private static String unescaped(String escape) {
    return switch (escape.charAt(0)) {
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
      default -> escape;
    };
  }
}
