package dev.tidemark.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Future;

/** What an answer of any status but 200 means to the caller. */
final class Refusal {

  private static final int MOST_READ = 16 * 1024;
  private static final Duration REPLAY = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean keyed;
  private final Dialect dialect;
  private final Clock clock;
  private final Excerpt excerpt;
  private final Duration patience;

  Refusal(HttpUpstreamConfig config, Dialect dialect, Clock clock) {
    this.keyed = config.apiKey().isPresent();
    this.dialect = dialect;
    this.clock = clock;
    this.excerpt = new Excerpt(config.apiKey());
    this.patience = config.timeouts().header();
  }

  TidemarkException of(Ask ask, Reply reply) {
    int status = reply.status();
    if (status >= 300 && status < 400) {
      return new BadAnswerException(ask + ": " + moved(reply), false);
    }
    String said = said(ask, reply);
    return switch (status) {
      case 429 -> rateLimited(ask, reply.headers(), said);
      case 401 -> new UnauthenticatedException(ask + ": " + unauthenticated(said));
      case 403 -> new RefusedException(ask + ": " + refused(reply, said));
      default -> other(ask, status, said);
    };
  }

  private static TidemarkException other(Ask ask, int status, String said) {
    return status >= 500
        ? new UpstreamUnavailableException(
            "%s: the upstream failed (%s); try again later".formatted(ask, said))
        : new BadAnswerException(
            "%s: expected a list of %s, found %s; check that the base URL is right"
                .formatted(ask, ask.type().name(), said),
            false);
  }

  private TidemarkException rateLimited(Ask ask, HttpHeaders headers, String said) {
    Instant now = clock.instant();
    Instant notBefore = RetryAfter.from(headers.firstValue("Retry-After"), now);
    boolean replay = dialect.isReplay(headers);
    if (replay && notBefore.isBefore(now.plus(REPLAY))) {
      notBefore = now.plus(REPLAY);
    }
    return new RateLimitedException(
        "%s: the upstream wants no request before %s (%s%s)"
            .formatted(
                ask,
                notBefore.truncatedTo(ChronoUnit.SECONDS),
                said,
                replay ? ", repeated from its memory" : ""),
        notBefore);
  }

  private String unauthenticated(String said) {
    return keyed
        ? "the API key is not accepted (%s); check the key".formatted(said)
        : "no API key is configured and the upstream asks for one (%s); configure one"
            .formatted(said);
  }

  private String refused(Reply reply, String said) {
    if (reply.isHtml()) {
      return "a firewall in front of the upstream seems to refuse this client (%s); do not try again soon"
          .formatted(said);
    }
    return keyed
        ? "refused (%s); the API key may be inactive or lack the permission".formatted(said)
        : "refused without an API key (%s); one may help".formatted(said);
  }

  private String moved(Reply reply) {
    String target =
        reply.headers().firstValue("Location").flatMap(excerpt::of).orElse("nowhere in particular");
    return "redirected to %s (%s), which is not followed; make the final address the base URL"
        .formatted(target, reply.label());
  }

  private String said(Ask ask, Reply reply) {
    return reply.label()
        + excerpt.of(explanation(ask, reply)).map(quote -> ": " + quote).orElse("");
  }

  private String explanation(Ask ask, Reply reply) {
    String body = beginning(ask, reply);
    try {
      return dialect.explanation(JSON.readTree(body)).orElse(body);
    } catch (JsonProcessingException e) {
      return body;
    }
  }

  /** The status says enough by itself when the body cannot be read, or not in time. */
  private String beginning(Ask ask, Reply reply) {
    Future<?> end = reply.body().endAfter(patience);
    try (InputStream body = reply.plain()) {
      return new String(body.readNBytes(MOST_READ), StandardCharsets.UTF_8);
    } catch (InterruptedIOException e) {
      throw Breakdown.stopped(ask, e);
    } catch (IOException e) {
      return "";
    } finally {
      end.cancel(false);
    }
  }
}
