package dev.tidemark.app.http;

/** The HTTP server could not be started where it was to listen; nothing of it is left. */
public final class CannotListenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
