package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The upstream answered with something that is not a list of rows: HTML, a body cut short or
 * without {@code data}. Retryable when the next answer may well be whole.
 */
public final class BadAnswerException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public BadAnswerException(String message, boolean retryable) {
    this(message, retryable, null);
  }

  public BadAnswerException(String message, boolean retryable, @Nullable Throwable cause) {
    super("UPSTREAM_BAD_ANSWER", retryable, message, cause);
  }
}
