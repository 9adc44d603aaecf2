package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.core.OriginLoopException;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.core.origin.spi.OriginRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * An origin over HTTP/1.1. Connections are kept and used again; a request that finds one closed by
 * the origin in the same moment fails, unless it is a GET or HEAD without a body, which the JDK's
 * client sends once more.
 *
 * <p>That client also has its ways with heads: it leaves out a question mark with nothing behind
 * it, says {@code Content-Length: 0} where there is no body, and gives the names of an answer's
 * headers in lower case. What a URI or ASCII cannot hold it cannot write. It reads no answer before
 * it has sent the request: an origin that refuses a large body unread, and closes the connection,
 * may seem to have broken it. It could ask first, with {@code Expect}, but in JDK 17 waits for ever
 * if the origin says anything but yes.
 */
final class HttpOrigin implements Origin {

  private static final String HEALTH = "/healthz";

  private final HttpOriginConfig config;
  private final HttpClient client;
  private final EndToEnd hop = new EndToEnd(OutgoingRequest.US + "-" + UUID.randomUUID());

  private HttpOrigin(HttpOriginConfig config, HttpClient client) {
    this.config = config;
    this.client = client;
  }

  static HttpOrigin of(HttpOriginConfig config) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeouts().connect());
    config.trust().map(Trust::in).ifPresent(client::sslContext);
    return new HttpOrigin(config, client.build());
  }

  @Override
  public OriginAnswer forward(OriginRequest request) {
    Timeouts timeouts = config.timeouts();
    OutgoingRequest outgoing = OutgoingRequest.of(config.base(), hop, request);
    if (hop.wasHere(request.headers())) {
      throw new OriginLoopException(
          "%s: it was handed on to the origin %s and came back, expected another node there than this one, or one that hands on to it"
              .formatted(outgoing.name(), config.base()));
    }
    OriginBreakdown breakdown = new OriginBreakdown(outgoing.name(), config.base(), timeouts);
    Incoming incoming = new Incoming(new BodyStream(timeouts.stall()));
    CompletableFuture<?> answer = client.sendAsync(outgoing.request(), incoming);
    Exchange exchange = new Exchange(answer, incoming, outgoing.upload(), breakdown);
    return exchange.answer(timeouts);
  }

  @Override
  public int probe(Duration within) {
    Timeouts timeouts = new Timeouts(config.timeouts().connect(), within, within);
    OriginBreakdown breakdown = new OriginBreakdown("GET " + HEALTH, config.base(), timeouts);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(config.base() + HEALTH))
            .header("User-Agent", OutgoingRequest.US)
            .build();
    return Waiting.waitFor(client.sendAsync(request, BodyHandlers.discarding()), within, breakdown)
        .statusCode();
  }
}
