package dev.tidemark.core;

import java.time.Instant;

/**
 * The requests that this process allows itself in an hour are used up, and all of them are there
 * again at {@link #notBefore()}. What was staged of a full cycle is kept, and the next one goes on
 * from there.
 */
public final class BudgetSpentException extends NotYetException {

  private static final long serialVersionUID = 1L;

  public BudgetSpentException(String message, Instant notBefore) {
    super("BUDGET_SPENT", message, notBefore);
  }
}
