package dev.tidemark.app.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that is answered with an error. */
final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> body = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /** The shape of nearly all errors of the API. */
  ApiError(int status, String error) {
    super(error, null, false, false);
    this.status = status;
    body.put("meta", Map.of("error", error));
  }

  static ApiError badParameter(String error) {
    return new ApiError(400, error);
  }

  static ApiError notFound() {
    return new ApiError(404, "Entity not found");
  }

  /** The answer to a list of one id that is not there. */
  ApiError withoutRows() {
    body.put("data", List.of());
    return this;
  }

  ApiError message(String message) {
    body.put("message", message);
    return this;
  }

  ApiError header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
