package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Which blocks of a file are not as in another one. Costs one bit for each block. */
record Changes(BitSet blocks, long size) {

  /** The size of a page, as SQLite has it unless it is told otherwise. */
  static final int BLOCK = 4_096;

  private static final int PIECE = 64 * BLOCK;

  /** Some changed blocks in a row. */
  record Run(long at, int length) {}

  /**
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted
   */
  static Changes between(SnapshotContent base, SnapshotContent content) {
    BitSet changed = new BitSet();
    ByteBuffer before = ByteBuffer.allocateDirect(PIECE);
    ByteBuffer after = ByteBuffer.allocateDirect(PIECE);
    long end = Math.max(base.size(), content.size());
    for (long at = 0; at < end; at += PIECE) {
      Interrupts.check();
      fill(base, before.clear(), at);
      fill(content, after.clear(), at);
      mark(before, after, (int) (at / BLOCK), changed);
    }
    return new Changes(changed, content.size());
  }

  private static void mark(ByteBuffer before, ByteBuffer after, int first, BitSet changed) {
    for (int from = 0; from < after.limit(); from += BLOCK) {
      if (!part(before, from).equals(part(after, from))) {
        changed.set(first + from / BLOCK);
      }
    }
  }

  private static ByteBuffer part(ByteBuffer piece, int from) {
    int start = Math.min(from, piece.limit());
    return piece.slice(start, Math.min(BLOCK, piece.limit() - start));
  }

  private static void fill(SnapshotContent content, ByteBuffer piece, long at) {
    while (piece.hasRemaining() && content.read(piece, at + piece.position()) > 0) {
      // As long as there is more.
    }
    piece.flip();
  }

  /** How many bytes it takes to remember them. */
  long memory() {
    return blocks.size() / Byte.SIZE;
  }

  /** How many bytes it takes to send them. */
  long bytes() {
    return (long) blocks.cardinality() * BLOCK;
  }

  /** The first run at or behind this block; of no length if there is none. */
  Run next(long from) {
    int first = blocks.nextSetBit((int) ((from + BLOCK - 1) / BLOCK));
    if (first < 0) {
      return new Run(size, 0);
    }
    int last = Math.min(blocks.nextClearBit(first), first + PIECE / BLOCK);
    long at = (long) first * BLOCK;
    return new Run(at, (int) (Math.min(size, (long) last * BLOCK) - at));
  }
}
