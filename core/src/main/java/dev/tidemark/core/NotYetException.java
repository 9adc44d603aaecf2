package dev.tidemark.core;

import java.time.Instant;

/** No request may be sent before a time that is known. */
public abstract sealed class NotYetException extends TidemarkException
    permits BudgetSpentException, RateLimitedException {

  private static final long serialVersionUID = 1L;

  private final Instant notBefore;

  NotYetException(String code, String message, Instant notBefore) {
    super(code, false, message, null);
    this.notBefore = notBefore;
  }

  /** The earliest time for the next request. */
  public final Instant notBefore() {
    return notBefore;
  }
}
