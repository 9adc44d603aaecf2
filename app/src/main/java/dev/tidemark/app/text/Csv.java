package dev.tidemark.app.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values parted by commas, quoted as RFC 4180 has it. */
public final class Csv {

  private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]|^\\s|\\s$|^$");

  private Csv() {}

  /** One line without its end. No value is nothing between two commas, empty text is quoted. */
  public static String line(List<? extends @Nullable Object> values) {
    return values.stream().map(Csv::field).collect(Collectors.joining(","));
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    return SPECIAL.matcher(text).find() ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
