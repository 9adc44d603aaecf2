package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/** Another cycle, here or in another process, is writing this replica; nothing was done. */
public final class AlreadyRunningException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public AlreadyRunningException(String message) {
    this(message, null);
  }

  public AlreadyRunningException(String message, @Nullable Throwable cause) {
    super("ALREADY_RUNNING", true, message, cause);
  }
}
