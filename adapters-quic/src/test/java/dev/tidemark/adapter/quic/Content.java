package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.nio.ByteBuffer;
import java.util.Random;

/** The bytes of a file that there is none of. */
record Content(byte[] bytes) implements SnapshotContent {

  static Content random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return new Content(bytes);
  }

  /** The same, but for one byte of each of these blocks. */
  Content changed(int... blocks) {
    byte[] copy = bytes.clone();
    for (int block : blocks) {
      copy[block * Changes.BLOCK + 7]++;
    }
    return new Content(copy);
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(ByteBuffer into, long at) {
    int length = (int) Math.max(0, Math.min(into.remaining(), bytes.length - at));
    into.put(bytes, (int) Math.min(at, bytes.length), length);
    return length;
  }

  @Override
  public void close() {
    // There is nothing open.
  }
}
