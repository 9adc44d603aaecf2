package dev.tidemark.app.telemetry;

import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.TidemarkException;
import org.slf4j.event.Level;

/** How much a failure matters to the person who reads the log. */
final class Severity {

  private Severity() {}

  /** ERROR if a person must act, WARN if it heals by itself, INFO if somebody wanted it so. */
  static Level of(Throwable failure) {
    if (failure instanceof CancelledException || failure instanceof BudgetSpentException) {
      return Level.INFO;
    }
    if (failure instanceof RateLimitedException) {
      return Level.WARN;
    }
    return failure instanceof TidemarkException known && known.retryable()
        ? Level.WARN
        : Level.ERROR;
  }
}
