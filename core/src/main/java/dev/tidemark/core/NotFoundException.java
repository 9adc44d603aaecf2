package dev.tidemark.core;

/** There is no such row. Nothing was written. */
public final class NotFoundException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super("NOT_FOUND", false, message, null);
  }
}
