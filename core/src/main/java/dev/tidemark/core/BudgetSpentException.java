package dev.tidemark.core;

import java.time.Instant;

/**
 * The requests that this process allows itself in an hour are used up. What was staged of a full
 * cycle is kept, and the next one goes on from there.
 */
public final class BudgetSpentException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  private final Instant notBefore;

  public BudgetSpentException(String message, Instant notBefore) {
    super("BUDGET_SPENT", false, message, null);
    this.notBefore = notBefore;
  }

  /** When the whole budget is there again. */
  public Instant notBefore() {
    return notBefore;
  }
}
