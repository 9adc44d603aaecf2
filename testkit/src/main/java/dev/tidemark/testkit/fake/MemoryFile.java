package dev.tidemark.testkit.fake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A file that is written at any place. Used by one thread at a time. */
final class MemoryFile {

  private final TreeMap<Integer, Integer> written = new TreeMap<>();
  private byte[] bytes = new byte[0];
  private int size;

  void write(ByteBuffer from, long at) {
    int begin = Math.toIntExact(at);
    int end = begin + from.remaining();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    from.get(bytes, begin, end - begin);
    size = Math.max(size, end);
    note(begin, end);
  }

  private void note(int begin, int end) {
    int from = begin;
    int to = end;
    Map.Entry<Integer, Integer> near = written.floorEntry(to);
    while (near != null && near.getValue() >= from) {
      from = Math.min(from, near.getKey());
      to = Math.max(to, near.getValue());
      written.remove(near.getKey());
      near = written.floorEntry(to);
    }
    written.put(from, to);
  }

  /** Becomes these bytes, cut or lengthened; none of them counts as written. */
  void copy(byte[] of, int length) {
    bytes = Arrays.copyOf(of, length);
    size = length;
    written.clear();
  }

  /** How many bytes were written from the begin on without a gap. */
  int prefix() {
    return written.getOrDefault(0, 0);
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }
}
