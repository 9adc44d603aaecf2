package dev.tidemark.core;

import java.time.Instant;

/**
 * The upstream asks this client to stay away until {@link #notBefore()}; it is not asked again
 * before.
 */
public final class RateLimitedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  private final Instant notBefore;

  public RateLimitedException(String message, Instant notBefore) {
    super("UPSTREAM_RATE_LIMITED", false, message, null);
    this.notBefore = notBefore;
  }

  /** The earliest time for the next request: what the upstream said, or a careful guess. */
  public Instant notBefore() {
    return notBefore;
  }
}
