package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The origin of an edge does not answer: no connection, none in time, or one that broke. It says
 * whether the origin may have acted on the request all the same.
 */
public final class OriginUnavailableException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  private final Arrival arrival;
  private final boolean timedOut;

  /**
   * @param timedOut whether the origin was waited for as long as is allowed
   */
  public OriginUnavailableException(
      String message, Arrival arrival, boolean timedOut, @Nullable Throwable cause) {
    super("ORIGIN_UNAVAILABLE", true, message, cause);
    this.arrival = arrival;
    this.timedOut = timedOut;
  }

  /** How far the request got. */
  public Arrival arrival() {
    return arrival;
  }

  /** Whether the origin took too long, instead of failing at once. */
  public boolean timedOut() {
    return timedOut;
  }

  /** How far a request got before it failed. */
  public enum Arrival {
    /** Nothing of it was sent; whoever asked may ask again, whatever the request is for. */
    NOT_SENT,
    /** The origin may have received it and acted on it. */
    UNKNOWN
  }
}
