package dev.tidemark.adapter.mysql;

import dev.tidemark.core.schema.Row;
import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Rows as the bytes of a load, made as they are read. A source that fails ends the stream behind a
 * whole row, so that the conversation with the server stays in step; the failure is kept.
 */
final class RowStream extends InputStream {

  private static final int ENOUGH = 1 << 16;

  private final RowBytes bytes;
  private final Iterator<Row> rows;
  private final int longest;
  private int position;
  private long count;
  private boolean tooLong;
  private @Nullable RuntimeException failure;
  private @Nullable Error error;

  /**
   * @param longest how many bytes a row may have: a longer one ends the stream
   */
  RowStream(TypeTable table, Iterator<Row> rows, int longest) {
    this.bytes = new RowBytes(table);
    this.rows = rows;
    this.longest = longest;
  }

  /** How many rows have been taken from the source. */
  long count() {
    return count;
  }

  /** Whether a row was longer than it may be. */
  boolean isTooLong() {
    return tooLong;
  }

  void throwIfFailed() {
    if (failure != null) {
      throw failure;
    }
    if (error != null) {
      throw error;
    }
  }

  @Override
  public int read() {
    return fill() ? bytes.array()[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (!fill()) {
      return -1;
    }
    int size = Math.min(length, bytes.size() - position);
    System.arraycopy(bytes.array(), position, into, offset, size);
    position += size;
    return size;
  }

  /** Whether there is a byte to give. */
  private boolean fill() {
    if (position == bytes.size()) {
      position = 0;
      bytes.clear();
      try {
        encode();
      } catch (RuntimeException e) {
        failure = e;
      } catch (Error e) {
        error = e;
      }
    }
    return position < bytes.size();
  }

  private void encode() {
    while (!isOver() && bytes.size() < ENOUGH && rows.hasNext()) {
      int before = bytes.size();
      bytes.add(rows.next());
      count++;
      tooLong = bytes.size() - before > longest;
    }
  }

  private boolean isOver() {
    return tooLong || failure != null || error != null;
  }
}
