package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * The hash of all rows of a file: of each table its name, and of each row in the order of its key
 * the row id, the types of its values and the values, as SQLite stores them. Where in the file a
 * row is has no part in it, nor whether nulls at its end are stored or not there: the rows of a
 * table that gained a column lack it.
 */
final class ContentHash implements TreeWalk.Visitor {

  private static final int BUFFER = 65_536;

  /** More columns than SQLite allows, each of the longest type. */
  private static final int LONGEST_HEADER = 32_767 * 9;

  /** Bytes of the number of seven bits each that says how long a header is. */
  private static final int LONGEST_SIZE = 4;

  private final MessageDigest digest = Hashes.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long rowId;
  private long length;
  private byte[] head = new byte[1_024];
  private int gathered;
  private int wanted;

  private ContentHash() {}

  /**
   * @param roots the first page of each table, by its name
   */
  static String of(Path file, SortedMap<String, Long> roots) throws IOException {
    ContentHash hash = new ContentHash();
    try (PageFile pages = PageFile.open(file)) {
      TreeWalk walk = new TreeWalk(pages, hash);
      for (Map.Entry<String, Long> table : roots.entrySet()) {
        byte[] name = (table.getKey() + '\0').getBytes(StandardCharsets.UTF_8);
        hash.add(name, 0, name.length);
        walk.tree(table.getValue());
      }
    }
    hash.flush();
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  @Override
  public void row(long id, long payload) {
    rowId = id;
    length = payload;
    gathered = 0;
    wanted = 0;
  }

  @Override
  public void part(byte[] bytes, int at, int count) throws IOException {
    int taken = 0;
    while (wanted == 0 || gathered < wanted) {
      if (taken == count) {
        return;
      }
      gather(bytes[at + taken++]);
      if (gathered == wanted) {
        begin();
      }
    }
    add(bytes, at + taken, count - taken);
  }

  /** The header of a record says at its begin how long it is. */
  private void gather(byte next) throws IOException {
    if (gathered == head.length) {
      head = java.util.Arrays.copyOf(head, 2 * head.length);
    }
    head[gathered++] = next;
    if (next < 0 && wanted == 0 && gathered == LONGEST_SIZE) {
      throw new DamagedFileException("a row has a header of more bytes than any");
    }
    if (wanted == 0 && next >= 0) {
      long size = 0;
      for (int i = 0; i < gathered; i++) {
        size = size << 7 | head[i] & 0x7f;
      }
      if (size < gathered || size > Math.min(length, LONGEST_HEADER)) {
        throw new DamagedFileException("a row has a header of " + size + " bytes");
      }
      wanted = (int) size;
    }
  }

  private void begin() {
    int first = 0;
    while (head[first++] < 0) {
      continue;
    }
    int end = wanted;
    while (end > first && head[end - 1] == 0) {
      end--;
    }
    addNumber(rowId);
    addNumber((long) (end - first) << 32 | length - wanted);
    add(head, first, end - first);
  }

  @Override
  public void rowEnded() throws IOException {
    if (wanted == 0 || gathered < wanted) {
      throw new DamagedFileException("a row ends within its header");
    }
  }

  private void addNumber(long number) {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
    buffer.putLong(number);
  }

  private void add(byte[] bytes, int at, int count) {
    if (count > buffer.remaining()) {
      flush();
    }
    if (count > buffer.remaining()) {
      digest.update(bytes, at, count);
    } else {
      buffer.put(bytes, at, count);
    }
  }

  private void flush() {
    digest.update(buffer.flip());
    buffer.clear();
  }
}
