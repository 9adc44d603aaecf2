package dev.tidemark.core;

/** A cycle took longer than the watchdog allows; it was stopped and nothing was changed. */
public final class TimedOutException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public TimedOutException(String message, Throwable cause) {
    super("TIMED_OUT", true, message, cause);
  }
}
