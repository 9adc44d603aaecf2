package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The database of a mirror cannot be reached, does not answer in time, or cannot take anything now.
 * The replica is not concerned.
 */
public final class MirrorUnavailableException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public MirrorUnavailableException(String message, @Nullable Throwable cause) {
    super("MIRROR_UNAVAILABLE", true, message, cause);
  }
}
