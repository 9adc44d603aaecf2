package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Endpoint;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a peer is, or where one listens: any port that is free is 0, all addresses an empty host.
 */
record Address(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]*)):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  /**
   * From {@code host:port} or {@code [v6]:port}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  static Address parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > LAST_PORT) {
      throw new IllegalArgumentException("expected host:port or [v6]:port, found " + text);
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return new Address(host, Integer.parseInt(matcher.group(3)));
  }

  static Address of(Endpoint endpoint) {
    return new Address(endpoint.host(), endpoint.port());
  }

  static Address of(InetSocketAddress address) {
    return new Address(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Asks for the address of the host; without one, for all that this machine has. */
  InetSocketAddress resolve() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
