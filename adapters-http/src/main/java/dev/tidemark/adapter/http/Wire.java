package dev.tidemark.adapter.http;

import dev.tidemark.core.TidemarkException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests and waits for the head of the answer. Safe for use by many threads. */
final class Wire {

  private final HttpUpstreamConfig config;
  private final Dialect dialect;
  private final Breakdown breakdown;
  private final HttpClient client;

  Wire(HttpUpstreamConfig config, Dialect dialect, Breakdown breakdown) {
    this.config = config;
    this.dialect = dialect;
    this.breakdown = breakdown;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeouts().connect())
            .build();
  }

  /**
   * @return the answer of whatever status, to be closed by the caller
   * @throws TidemarkException if there is none
   */
  Reply send(Ask ask) throws InterruptedException {
    Incoming incoming = new Incoming(new BodyStream(config.timeouts().idle()));
    // A timeout of the request itself would cover the body too, on newer JDKs.
    CompletableFuture<?> answer = client.sendAsync(request(ask), incoming);
    try {
      return await(answer, incoming, ask);
    } catch (InterruptedException | RuntimeException e) {
      answer.cancel(true);
      incoming.close();
      throw e;
    }
  }

  private Reply await(CompletableFuture<?> answer, Incoming incoming, Ask ask)
      throws InterruptedException {
    try {
      answer.get(config.timeouts().untilHead().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw breakdown.noHead(ask, e);
    } catch (ExecutionException e) {
      if (!incoming.hasHead()) {
        throw breakdown.noAnswer(ask, cause(e));
      }
      // A short body may break off before its head is reported; what came of it is still good.
      incoming.breakOff(cause(e));
    }
    return incoming.reply();
  }

  private HttpRequest request(Ask ask) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ask.uri())
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", config.userAgent());
    config.apiKey().ifPresent(key -> request.header("Authorization", dialect.authorization(key)));
    return request.build();
  }

  private static IOException cause(ExecutionException e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
  }
}
