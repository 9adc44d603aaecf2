package dev.tidemark.adapter.http;

import dev.tidemark.core.TidemarkException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    BodyStream body = new BodyStream(config.timeouts().idle());
    // A timeout of the request itself would cover the body too, on newer JDKs.
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request(ask), head -> body);
    boolean arrived = false;
    try {
      HttpResponse<InputStream> head =
          answer.get(config.timeouts().header().toMillis(), TimeUnit.MILLISECONDS);
      arrived = true;
      return new Reply(head.statusCode(), head.headers(), body);
    } catch (TimeoutException e) {
      throw breakdown.noHead(ask, e);
    } catch (ExecutionException e) {
      throw breakdown.noAnswer(ask, cause(e));
    } finally {
      if (!arrived) {
        answer.cancel(true);
        body.close();
      }
    }
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
