package dev.tidemark.app.origin;

import dev.tidemark.app.http.Endpoints;
import dev.tidemark.core.OriginLoopException;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.origin.spi.Header;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.core.origin.spi.OriginRequest;
import dev.tidemark.core.origin.spi.OriginRequest.Body;
import dev.tidemark.core.origin.spi.OriginRequest.Sender;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests for what is not here on to the origin, and its answers back, both as they come. To
 * be registered last.
 */
public final class OriginProxy implements Endpoints {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.origin");

  private final Origin origin;

  public OriginProxy(Origin origin) {
    this.origin = origin;
  }

  @Override
  public void register(RoutesConfig routes) {
    Elsewhere.register(routes, this::handOn);
  }

  private void handOn(Context context) throws IOException {
    try (OriginAnswer answer = origin.forward(request(context))) {
      new Reply(context).send(answer);
    } catch (OriginUnavailableException failure) {
      LOG.warn("not handed on reason={}", failure.getMessage());
      Problem.of(failure).answer(context);
    } catch (OriginLoopException loop) {
      LOG.error("not handed on reason={}", loop.getMessage());
      Problem.of(loop).answer(context);
    } catch (IllegalArgumentException refused) {
      LOG.debug("not handed on reason={}", refused.getMessage());
      Problem.unfit().answer(context);
    } catch (UncheckedIOException clientIsGone) {
      throw clientIsGone.getCause();
    }
  }

  private static OriginRequest request(Context context) throws IOException {
    return new OriginRequest(
        context.req().getMethod(),
        Elsewhere.target(context),
        headers(context.req()),
        body(context.req()),
        sender(context.req()));
  }

  private static List<Header> headers(HttpServletRequest request) {
    return Collections.list(request.getHeaderNames()).stream()
        .flatMap(name -> values(request, name))
        .toList();
  }

  private static Stream<Header> values(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name)).stream()
        .map(value -> new Header(name, value));
  }

  /** Where the head announces none, there is none. */
  private static Optional<Body> body(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    boolean chunked = request.getHeader("Transfer-Encoding") != null;
    if (length <= 0 && !chunked) {
      return Optional.empty();
    }
    return Optional.of(
        new Body(
            new RequestContent(request.getInputStream()),
            chunked ? OptionalLong.empty() : OptionalLong.of(length)));
  }

  private static Sender sender(HttpServletRequest request) {
    return new Sender(
        request.getRemoteAddr(),
        request.getScheme(),
        Optional.ofNullable(request.getHeader("Host")).orElse(""));
  }
}
