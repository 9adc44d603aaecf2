package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The database file is another program's, of a newer version, or of a schema that cannot become
 * this one; it was not touched.
 */
public final class IncompatibleReplicaException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public IncompatibleReplicaException(String message) {
    this(message, null);
  }

  public IncompatibleReplicaException(String message, @Nullable Throwable cause) {
    super("INCOMPATIBLE_REPLICA", false, message, cause);
  }
}
