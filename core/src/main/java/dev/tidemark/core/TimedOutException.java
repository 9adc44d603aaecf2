package dev.tidemark.core;

/** Something took longer than it may; it was stopped, and nothing was changed. */
public final class TimedOutException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public TimedOutException(String message, Throwable cause) {
    super("TIMED_OUT", true, message, cause);
  }
}
