package dev.tidemark.core;

/**
 * A request came back to the node that had handed it on to its origin: that is the node itself, or
 * one that hands on to it. Nothing was sent this time.
 */
public final class OriginLoopException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public OriginLoopException(String message) {
    super("ORIGIN_LOOP", false, message, null);
  }
}
