package dev.tidemark.adapter.http;

import dev.tidemark.core.origin.spi.Header;
import dev.tidemark.core.origin.spi.OriginRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request as the JDK's client takes it.
 *
 * @param name for messages: the method and the path, without the query, which may hold secrets
 * @param upload empty if it has no body
 */
record OutgoingRequest(String name, HttpRequest request, Optional<Upload> upload) {

  static final String US = "tidemark";

  /** The client writes heads in ASCII, and a question mark for everything else. */
  private static final Pattern WRITABLE = Pattern.compile("[\\t\\x20-\\x7e]*");

  /**
   * @param hop this node
   * @throws IllegalArgumentException if it cannot be written as it is
   */
  static OutgoingRequest of(URI base, EndToEnd hop, OriginRequest request) {
    String name = request.method() + " " + request.target().split("\\?", 2)[0];
    Optional<Upload> upload = request.body().map(Upload::new);
    BodyPublisher publisher =
        upload.<BodyPublisher>map(each -> each).orElseGet(BodyPublishers::noBody);
    HttpRequest.Builder outgoing =
        HttpRequest.newBuilder(target(base, request)).method(request.method(), publisher);
    List<Header> headers = hop.toOrigin(request.headers(), request.sender());
    for (Header each : headers) {
      if (!WRITABLE.matcher(each.value()).matches()) {
        throw new IllegalArgumentException(
            "the header %s has characters that cannot be handed on".formatted(each.name()));
      }
      outgoing.header(each.name(), each.value());
    }
    if (headers.stream().noneMatch(each -> each.name().equalsIgnoreCase("User-Agent"))) {
      outgoing.header("User-Agent", US);
    }
    return new OutgoingRequest(name, outgoing.build(), upload);
  }

  private static URI target(URI base, OriginRequest request) {
    return URI.create(base + request.target());
  }
}
