package dev.tidemark.core;

/**
 * Something took longer than it may, and was stopped. What is one transaction has changed nothing;
 * what is done in steps, as the setup of a mirror is, keeps those that were done, and goes on from
 * there when it is tried again.
 */
public final class TimedOutException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public TimedOutException(String message, Throwable cause) {
    super("TIMED_OUT", true, message, cause);
  }
}
