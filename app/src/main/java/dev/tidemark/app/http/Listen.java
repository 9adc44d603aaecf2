package dev.tidemark.app.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address of this machine; empty for all of its addresses
 * @param port 0 for any free one
 */
public record Listen(String host, int port) {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\s\\[\\]]*)):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  /**
   * Reads {@code 127.0.0.1:8080}, {@code [::1]:8080} or {@code :8080}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Listen parse(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text.trim());
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > LAST_PORT) {
      throw new IllegalArgumentException(
          "expected an address and a port, such as 127.0.0.1:8080 or :8080, found \""
              + text
              + "\"");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return new Listen(host, Integer.parseInt(parts.group(3)));
  }

  /** The same place at the port that was found to be free. */
  Listen at(int found) {
    return new Listen(host, found);
  }

  /** As it is written in a URL. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
