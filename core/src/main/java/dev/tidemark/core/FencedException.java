package dev.tidemark.core;

/**
 * Another process leads since: what this one began in its own term, or would begin, is refused. It
 * was paused, or cut off, and has not noticed yet. Nothing was written.
 */
public final class FencedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super("FENCED", false, message, null);
  }
}
