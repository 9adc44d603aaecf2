package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * A target of snapshots cannot be reached, does not know us or is not known to us, does not answer
 * in time, or went away before it said what became of a snapshot. It may have the snapshot
 * nevertheless; pushing it again is harmless.
 */
public final class TargetUnavailableException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public TargetUnavailableException(String message, @Nullable Throwable cause) {
    super("TARGET_UNAVAILABLE", true, message, cause);
  }
}
