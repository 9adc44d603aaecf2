package dev.tidemark.core.origin.spi;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request of somebody, as the edge received it.
 *
 * @param target the path as it came, and {@code ?} with the query if there is one; nothing in it is
 *     decoded, and it begins with a slash
 * @param headers all that came, in their order
 * @param body empty if the request has none
 */
public record OriginRequest(
    String method, String target, List<Header> headers, Optional<Body> body, Sender sender) {

  public OriginRequest {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "the target is \"" + target + "\", expected a path that begins with a slash");
    }
    headers = List.copyOf(headers);
  }

  /**
   * @param content belongs to the caller, who closes it; what reading it throws reaches the caller,
   *     and the request is broken off
   * @param length in bytes; empty if it is not known before the end
   */
  public record Body(Content content, OptionalLong length) {}

  /**
   * Who asked, and for what, seen from the edge.
   *
   * @param address of the other end of the connection
   * @param scheme {@code http} or {@code https}
   * @param host the edge as the request names it, with the port if it says one
   */
  public record Sender(String address, String scheme, String host) {}
}
