package dev.tidemark.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Remembers the bytes of the row that is being read, so that a row that cannot be decoded can be
 * kept exactly as it came; and how the body began.
 */
final class Tape extends FilterInputStream {

  /** More than the longest number: a short token may lie behind its reader already. */
  private static final int ALWAYS_KEPT = 2_048;

  private static final int HEAD = 400;

  private byte[] kept = new byte[32 * 1024];
  private int size;
  private long start;
  private long mark = -1;
  private byte[] head = new byte[0];

  Tape(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count > 0) {
      if (head.length < HEAD) {
        readHead(into, offset, count);
      }
      forget();
      append(into, offset, count);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void readHead(byte[] bytes, int offset, int count) {
    int old = head.length;
    head = Arrays.copyOf(head, Math.min(HEAD, old + count));
    System.arraycopy(bytes, offset, head, old, head.length - old);
  }

  private void forget() {
    int keep = mark < 0 ? Math.min(size, ALWAYS_KEPT) : (int) (start + size - mark);
    System.arraycopy(kept, size - keep, kept, 0, keep);
    start += size - keep;
    size = keep;
  }

  private void append(byte[] bytes, int offset, int count) {
    if (size + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(size + count, 2 * kept.length));
    }
    System.arraycopy(bytes, offset, kept, size, count);
    size += count;
  }

  /** Keeps everything from this offset on, which must not lie far behind what was read. */
  void keepFrom(long offset) {
    mark = offset;
  }

  void release() {
    mark = -1;
  }

  /** The JSON between the mark and this offset, without blanks between its tokens. */
  String compactTo(long end) {
    ByteArrayOutputStream compact = new ByteArrayOutputStream();
    boolean inText = false;
    boolean escaped = false;
    for (int i = (int) (mark - start); i < end - start; i++) {
      byte b = kept[i];
      if (inText) {
        inText = escaped || b != '"';
        escaped = !escaped && b == '\\';
      } else {
        inText = b == '"';
      }
      if (inText || b > ' ') {
        compact.write(b);
      }
    }
    return compact.toString(StandardCharsets.UTF_8);
  }

  /** How the body began. */
  String head() {
    return new String(head, StandardCharsets.UTF_8);
  }
}
