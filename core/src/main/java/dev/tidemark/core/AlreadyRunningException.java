package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/** Somebody else, here or in another process, is writing the same; nothing was done. */
public final class AlreadyRunningException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public AlreadyRunningException(String message) {
    this(message, null);
  }

  public AlreadyRunningException(String message, @Nullable Throwable cause) {
    super("ALREADY_RUNNING", true, message, cause);
  }
}
