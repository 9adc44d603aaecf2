package dev.tidemark.testkit.fake;

import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bytes of a snapshot in memory. */
final class MemoryContent implements SnapshotContent {

  private final AtomicBoolean isOpen = new AtomicBoolean(true);
  private final byte[] bytes;
  private final Runnable closed;

  MemoryContent(byte[] bytes, Runnable closed) {
    this.bytes = bytes;
    this.closed = closed;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(ByteBuffer into, long at) {
    if (!isOpen.get()) {
      throw new IllegalStateException("read a snapshot at " + at + ": it is closed");
    }
    int length = (int) Math.max(0, Math.min(into.remaining(), bytes.length - at));
    into.put(bytes, (int) Math.min(at, bytes.length), length);
    return length;
  }

  @Override
  public void close() {
    if (isOpen.getAndSet(false)) {
      closed.run();
    }
  }
}
