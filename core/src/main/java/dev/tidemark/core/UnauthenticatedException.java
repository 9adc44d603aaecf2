package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/** The upstream does not accept the credentials. */
public final class UnauthenticatedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public UnauthenticatedException(String message) {
    this(message, null);
  }

  public UnauthenticatedException(String message, @Nullable Throwable cause) {
    super("UPSTREAM_UNAUTHENTICATED", false, message, cause);
  }
}
