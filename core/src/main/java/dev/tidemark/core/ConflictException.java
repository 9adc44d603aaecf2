package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * A row is not what the one who writes it believed: there already, of another version, taken by
 * another row, or in use. Nothing was written.
 */
public final class ConflictException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    this(message, null);
  }

  public ConflictException(String message, @Nullable Throwable cause) {
    super("CONFLICT", false, message, cause);
  }
}
