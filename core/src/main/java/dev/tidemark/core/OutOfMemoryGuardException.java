package dev.tidemark.core;

/** A cycle needs more memory than it may have; it was stopped before anything was written. */
public final class OutOfMemoryGuardException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public OutOfMemoryGuardException(String message) {
    super("MEMORY", true, message, null);
  }
}
