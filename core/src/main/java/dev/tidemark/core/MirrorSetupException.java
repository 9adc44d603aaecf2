package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * The tables of a mirror are not as they should be and cannot be brought there, or the user may not
 * do what has to be done. Nothing is written to it before a person has mended that, or the database
 * allows it; which is tried again and again.
 */
public final class MirrorSetupException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  public MirrorSetupException(String message, @Nullable Throwable cause) {
    super("MIRROR_SETUP", true, message, cause);
  }
}
