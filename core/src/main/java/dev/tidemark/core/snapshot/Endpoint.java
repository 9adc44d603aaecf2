package dev.tidemark.core.snapshot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a target listens.
 *
 * @param host a name or an address; one of IPv6 without its brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

  private static final int LAST_PORT = 65_535;
  private static final Pattern SHAPE = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*):([0-9]{1,9})");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]+)?");

  /**
   * From {@code edge-1.example:9443}, {@code 192.0.2.7:9443} or {@code [2001:db8::7]:9443}. Whether
   * there is such a host is not looked at.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Endpoint parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected host:port, such as edge-1.example:9443 or [2001:db8::7]:9443, found \"%s\""
              .formatted(text));
    }
    int port = Integer.parseInt(parts.group(2));
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "expected a port from 1 to %s in \"%s\", found %s".formatted(LAST_PORT, text, port));
    }
    return new Endpoint(host(parts.group(1), text), port);
  }

  private static String host(String host, String text) {
    boolean bracketed = host.startsWith("[");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    boolean fits =
        bracketed
            ? bare.contains(":") && ADDRESS.matcher(bare).matches()
            : NAME.matcher(bare).matches();
    if (!fits) {
      throw new IllegalArgumentException(
          "expected the name or address of a host in \"%s\", one of IPv6 in brackets; found \"%s\""
              .formatted(text, host));
    }
    return bare;
  }

  /** The form that {@link #parse} takes. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
