package dev.tidemark.app.http;

import dev.tidemark.core.TidemarkException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong in a request becomes one short answer; what is our fault is logged, too. */
final class Errors {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.http");
  private static final String OURS = "internal error; the log says more";

  private Errors() {}

  static void register(RoutesConfig routes) {
    routes.exception(HttpError.class, HttpError::answer);
    routes.exception(NotFoundResponse.class, (e, context) -> notFound(context));
    routes.exception(MethodNotAllowedResponse.class, Errors::notAllowed);
    routes.exception(HttpResponseException.class, Errors::refused);
    routes.exception(TidemarkException.class, Errors::unavailable);
    routes.exception(IOException.class, Errors::gone);
    routes.exception(Exception.class, Errors::failed);
  }

  private static void notFound(Context context) {
    Answer.error(
        context,
        404,
        "no such path: there are GET /healthz, /readyz, /metrics and /status, and POST /sync");
  }

  private static void notAllowed(MethodNotAllowedResponse refusal, Context context) {
    String allowed = refusal.getDetails().getOrDefault("availableMethods", "");
    context.header("Allow", allowed);
    Answer.error(
        context, 405, "%s is not for this path, %s is".formatted(context.method(), allowed));
  }

  private static void refused(HttpResponseException refusal, Context context) {
    Answer.error(context, refusal.getStatus(), String.valueOf(refusal.getMessage()));
  }

  /** Its message is meant for people. */
  private static void unavailable(TidemarkException failure, Context context) {
    LOG.warn("answer failed path={} reason={}", context.path(), failure.getMessage());
    Answer.error(context, 503, String.valueOf(failure.getMessage()));
  }

  /** Whoever asked does not wait for the answer any more. */
  private static void gone(IOException failure, Context context) {
    LOG.debug("answer not taken path={} reason={}", context.path(), failure.toString());
  }

  private static void failed(Exception failure, Context context) {
    LOG.error("answer failed path={}", context.path(), failure);
    Answer.error(context, 500, OURS);
  }

  /** Out of memory, say. */
  static void fatal(HttpServletResponse response, Error failure) {
    LOG.error("answer failed", failure);
    response.setStatus(500);
  }
}
