package dev.tidemark.app.http;

import io.javalin.http.Context;
import java.util.Map;

/** A request that is answered with an error. */
final class HttpError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  HttpError(int status, String message) {
    this(status, message, Map.of());
  }

  HttpError(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  void answer(Context context) {
    headers.forEach(context::header);
    Answer.error(context, status, String.valueOf(getMessage()));
  }
}
