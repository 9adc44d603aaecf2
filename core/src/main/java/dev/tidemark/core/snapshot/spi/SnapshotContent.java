package dev.tidemark.core.snapshot.spi;

import java.nio.ByteBuffer;

/** The bytes of a snapshot file, which do not change. Safe for use by many threads. */
public interface SnapshotContent extends AutoCloseable {

  /** In bytes. */
  long size();

  /**
   * Reads from this place on, as much as there is room for in the buffer unless the file ends.
   *
   * @return how many bytes; 0 at the end of the file
   */
  int read(ByteBuffer into, long at);

  @Override
  void close();
}
