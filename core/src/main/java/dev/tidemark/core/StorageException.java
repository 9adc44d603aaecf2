package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * A local file cannot be read or written: full, locked, read-only or damaged. Retryable when only
 * another process is in the way.
 */
public final class StorageException extends TidemarkException {

  private static final long serialVersionUID = 1L;

  private final boolean ofDisk;

  public StorageException(String message, boolean retryable) {
    this(message, retryable, null);
  }

  public StorageException(String message, boolean retryable, @Nullable Throwable cause) {
    this(message, retryable, false, cause);
  }

  private StorageException(
      String message, boolean retryable, boolean ofDisk, @Nullable Throwable cause) {
    super("STORAGE", retryable, message, cause);
    this.ofDisk = ofDisk;
  }

  /** The disk has no room, or fails. */
  public static StorageException ofDisk(String message, @Nullable Throwable cause) {
    return new StorageException(message, false, true, cause);
  }

  /** Whether the disk has no room, or fails; else the fault is with the file or its users. */
  public boolean isOfDisk() {
    return ofDisk;
  }
}
