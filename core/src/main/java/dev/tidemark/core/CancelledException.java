package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The work was asked to stop before it was done; nothing of it was applied, unless the message says
 * that some of it may be, or that it is not known, as of a commit whose answer was not waited for.
 */
public final class CancelledException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public CancelledException(String message) {
    this(message, null);
  }

  public CancelledException(String message, @Nullable Throwable cause) {
    super("CANCELLED", true, message, cause);
  }
}
