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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What an answer of any status but 200 means to the caller. */
final class Refusal {

  private static final int MOST_READ = 16 * 1024;
  private static final Duration REPLAY = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean keyed;
  private final Dialect dialect;
  private final Clock clock;
  private final Excerpt excerpt;

  Refusal(HttpUpstreamConfig config, Dialect dialect, Clock clock) {
    this.keyed = config.apiKey().isPresent();
    this.dialect = dialect;
    this.clock = clock;
    this.excerpt = new Excerpt(config.apiKey());
  }

  TidemarkException of(Ask ask, Reply reply) {
    return switch (reply.status()) {
      case 429 -> rateLimited(ask, reply);
      case 401 -> new UnauthenticatedException(ask + ": " + unauthenticated(ask, reply));
      case 403 -> new RefusedException(ask + ": " + refused(ask, reply));
      default -> other(ask, reply);
    };
  }

  private TidemarkException other(Ask ask, Reply reply) {
    int status = reply.status();
    if (status >= 500) {
      return new UpstreamUnavailableException(
          ask + ": the upstream failed (" + said(ask, reply) + "); try again later");
    }
    return new BadAnswerException(
        ask + ": " + (status >= 300 && status < 400 ? moved(reply) : unexpected(ask, reply)),
        false);
  }

  private TidemarkException rateLimited(Ask ask, Reply reply) {
    String said = said(ask, reply);
    Instant now = clock.instant();
    Instant notBefore = RetryAfter.from(reply.headers().firstValue("Retry-After"), now);
    boolean replay = dialect.isReplay(reply.headers());
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

  private String unauthenticated(Ask ask, Reply reply) {
    return keyed
        ? "the API key is not accepted (%s); check the key".formatted(said(ask, reply))
        : "no API key is configured and the upstream asks for one (%s); configure one"
            .formatted(said(ask, reply));
  }

  private String refused(Ask ask, Reply reply) {
    if (reply.isHtml()) {
      return "a firewall in front of the upstream seems to refuse this client (%s); do not try again soon"
          .formatted(said(ask, reply));
    }
    return keyed
        ? "refused (%s); the API key may be inactive or lack the permission"
            .formatted(said(ask, reply))
        : "refused without an API key (%s); one may help".formatted(said(ask, reply));
  }

  private String moved(Reply reply) {
    String target =
        reply.headers().firstValue("Location").flatMap(excerpt::of).orElse("nowhere in particular");
    return "redirected to %s (%s), which is not followed; make the final address the base URL"
        .formatted(target, reply.label());
  }

  private String unexpected(Ask ask, Reply reply) {
    return "expected a list of %s, found %s; check that the base URL is right"
        .formatted(ask.type().name(), said(ask, reply));
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

  /** The status says enough by itself when the body cannot be read. */
  private static String beginning(Ask ask, Reply reply) {
    try (InputStream body = reply.plain()) {
      return new String(body.readNBytes(MOST_READ), StandardCharsets.UTF_8);
    } catch (InterruptedIOException e) {
      throw Breakdown.stopped(ask, e);
    } catch (IOException e) {
      return "";
    }
  }
}
