package dev.tidemark.core;

import java.time.Instant;

/**
 * The upstream asks this client to stay away until {@link #notBefore()}, which is what it said, or
 * a careful guess; it is not asked again before.
 */
public final class RateLimitedException extends NotYetException {

  private static final long serialVersionUID = 1L;

  public RateLimitedException(String message, Instant notBefore) {
    super("UPSTREAM_RATE_LIMITED", message, notBefore);
  }
}
