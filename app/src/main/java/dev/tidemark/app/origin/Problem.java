package dev.tidemark.app.origin;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.OriginLoopException;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import io.javalin.http.Context;

/**
 * Why a request was not answered by the origin, as RFC 9457 writes it. Where the origin is, is
 * nobody's business: that is in the log.
 *
 * @param code as {@link dev.tidemark.core.TidemarkException#code()} says
 * @param arrival {@code NOT_SENT} if it can be sent again whatever it is for, {@code UNKNOWN} if
 *     the origin may have acted on it
 */
record Problem(int status, String title, String code, Arrival arrival, String detail) {

  static final String TYPE = "application/problem+json";

  static Problem of(OriginUnavailableException failure) {
    boolean late = failure.timedOut();
    String what = late ? "the origin did not answer in time" : "the origin cannot be reached";
    return new Problem(
        late ? 504 : 502,
        late ? "Gateway Timeout" : "Bad Gateway",
        failure.code(),
        failure.arrival(),
        failure.arrival() == Arrival.NOT_SENT
            ? what + "; nothing of the request was sent there, try again later"
            : what + "; the request may have arrived there, so look before you send it again");
  }

  static Problem of(OriginLoopException loop) {
    return new Problem(
        508,
        "Loop Detected",
        loop.code(),
        Arrival.NOT_SENT,
        "the request came back to this node, which had handed it on: what this node takes for its origin is itself, or hands on to it");
  }

  /** A request that this node's server takes, and that cannot be written down again. */
  static Problem unfit() {
    return new Problem(
        400,
        "Bad Request",
        "UNFIT_REQUEST",
        Arrival.NOT_SENT,
        "the path, the query or a header has characters that cannot be handed on; encode them");
  }

  void answer(Context context) {
    Object body =
        Json.object(
            "type", "about:blank",
            "title", title,
            "status", status,
            "detail", detail,
            "code", code,
            "arrival", arrival.name());
    context.header("Cache-Control", "no-store");
    context.status(status).contentType(TYPE).result(Json.line(body) + "\n");
  }
}
