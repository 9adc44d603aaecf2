package dev.tidemark.core;

/**
 * Another process leads since: what this one wanted to write, of an earlier term, is refused.
 * Nothing was written.
 */
public final class FencedException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super("FENCED", false, message, null);
  }
}
