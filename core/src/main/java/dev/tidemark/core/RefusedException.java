package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/** The upstream, or a firewall in front of it, refuses this client; asking again makes it worse. */
public final class RefusedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    this(message, null);
  }

  public RefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  public String code() {
    return "UPSTREAM_REFUSED";
  }
}
