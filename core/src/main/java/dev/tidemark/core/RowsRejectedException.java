package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The database of a mirror does not take one of several rows, whatever is tried again: too long,
 * out of range, or against a rule that somebody else has put there.
 */
public final class RowsRejectedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public RowsRejectedException(String message, @Nullable Throwable cause) {
    super("ROWS_REJECTED", false, message, cause);
  }
}
