package dev.tidemark.adapter.sqlite;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first hundred bytes of a SQLite database.
 *
 * @param usable bytes of a page without what is reserved at its end
 * @param applicationId 0 where nobody set one
 * @param format of the tables, as their owner counts: {@code user_version}
 */
record DatabaseHeader(int pageSize, int usable, int applicationId, int format) {

  static final int LENGTH = 100;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LEAST_PAGE = 512;
  private static final int LEAST_USABLE = 480;

  /** Empty if it is none. */
  static Optional<DatabaseHeader> of(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    try {
      readFully(file, bytes, 0);
    } catch (EOFException e) {
      return Optional.empty();
    }
    return of(bytes.flip());
  }

  private static Optional<DatabaseHeader> of(ByteBuffer bytes) {
    int stored = bytes.getShort(16) & 0xffff;
    int pageSize = stored == 1 ? 65_536 : stored;
    int usable = pageSize - (bytes.get(20) & 0xff);
    boolean sound =
        Arrays.equals(bytes.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)
            && pageSize >= LEAST_PAGE
            && Integer.bitCount(pageSize) == 1
            && usable >= LEAST_USABLE;
    return sound
        ? Optional.of(new DatabaseHeader(pageSize, usable, bytes.getInt(68), bytes.getInt(60)))
        : Optional.empty();
  }

  /**
   * Fills the rest of the buffer from this place of the file on.
   *
   * @throws EOFException if the file ends before
   */
  static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
    long place = at;
    while (into.hasRemaining()) {
      int read = file.read(into, place);
      if (read < 0) {
        throw new EOFException("it ends at " + place);
      }
      place += read;
    }
  }
}
