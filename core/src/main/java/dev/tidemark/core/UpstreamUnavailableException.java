package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The upstream cannot answer now: no connection, a time-out, a broken stream, or a server error.
 */
public final class UpstreamUnavailableException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public UpstreamUnavailableException(String message) {
    this(message, null);
  }

  public UpstreamUnavailableException(String message, @Nullable Throwable cause) {
    super("UPSTREAM_UNAVAILABLE", true, message, cause);
  }
}
