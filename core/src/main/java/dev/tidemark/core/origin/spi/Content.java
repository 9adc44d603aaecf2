package dev.tidemark.core.origin.spi;

import dev.tidemark.core.OriginUnavailableException;

/** Bytes as they arrive, each read once. For one thread at a time. */
public interface Content extends AutoCloseable {

  /**
   * Waits until there is something to read.
   *
   * @param length how many bytes at most, 1 or more
   * @return how many were read, 1 or more; -1 at the end, and from then on
   * @throws OriginUnavailableException if an answer breaks off, or stalls for too long
   */
  int read(byte[] into, int offset, int length);

  /** Lets go of it. What has not been read is not waited for. Idempotent, and never fails. */
  @Override
  void close();
}
