package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * A local file cannot be read or written: full, locked, read-only or damaged. Retryable when only
 * another process is in the way.
 */
public final class StorageException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public StorageException(String message, boolean retryable) {
    this(message, retryable, null);
  }

  public StorageException(String message, boolean retryable, @Nullable Throwable cause) {
    super("STORAGE", retryable, message, cause);
  }
}
