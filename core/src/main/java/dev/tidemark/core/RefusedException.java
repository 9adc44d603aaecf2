package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/** The upstream, or a firewall in front of it, refuses this client; asking again makes it worse. */
public final class RefusedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    this(message, null);
  }

  public RefusedException(String message, @Nullable Throwable cause) {
    super("UPSTREAM_REFUSED", false, message, cause);
  }
}
