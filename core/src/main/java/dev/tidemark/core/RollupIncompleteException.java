package dev.tidemark.core;

/**
 * A rollup does not hold all that its source does, so nothing that removes from the source may run,
 * and nothing can be verified. Nothing was changed.
 */
public final class RollupIncompleteException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public RollupIncompleteException(String message) {
    super("ROLLUP_INCOMPLETE", false, message, null);
  }
}
