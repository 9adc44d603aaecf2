package dev.tidemark.adapter.quic;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.List;

/** Frames as bytes. */
final class Wire {

  private Wire() {}

  static byte[] frame(int type, byte... body) {
    return ByteBuffer.allocate(Frame.HEAD + body.length)
        .put((byte) type)
        .putInt(body.length)
        .put(body)
        .array();
  }

  static byte[] frame(Frame.Type type, byte... body) {
    return frame(type.code(), body);
  }

  static byte[] offer(TestOffer offer) {
    return frame(Frame.Type.OFFER, bytes(new Hello.Offered(3, offer.manifest()).body()));
  }

  static byte[] whole(long from, boolean packed) {
    return frame(Frame.Type.WHOLE, bytes(new Hello.Whole(from, packed).body()));
  }

  static byte[] delta(Hello.Base base, long size, boolean packed) {
    return frame(Frame.Type.DELTA, bytes(new Hello.Delta(base, size, packed).body()));
  }

  static byte[] data(byte... bytes) {
    return frame(Frame.Type.DATA, bytes);
  }

  static byte[] packed(byte... bytes) {
    return data(Zstd.compress(bytes));
  }

  static byte[] end() {
    return frame(Frame.Type.END);
  }

  static byte[] run(long at, byte... bytes) {
    return ByteBuffer.allocate(12 + bytes.length)
        .putLong(at)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** What the older protocol says of a file, up to its first byte. */
  static byte[] version1(TestOffer offer, boolean packed) {
    byte[] meta = DbSync.of(offer.manifest().manifest(), packed).json();
    return all(DbSync.MAGIC, ByteBuffer.allocate(4).putInt(meta.length).array(), meta);
  }

  static byte[] all(byte[]... parts) {
    return all(List.of(parts));
  }

  static byte[] all(List<byte[]> parts) {
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(all::put);
    return all.array();
  }

  private static byte[] bytes(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    return bytes;
  }

  /** The verdict at the end of an answer. */
  static String verdict(byte[] answer) throws Breach {
    ByteBuffer rest = ByteBuffer.wrap(answer);
    String last = "none";
    while (rest.remaining() >= Frame.HEAD) {
      byte type = rest.get();
      byte[] body = new byte[rest.getInt()];
      rest.get(body);
      if (type == Frame.Type.VERDICT.code()) {
        last = Frames.verdict(ByteBuffer.wrap(body)).toString();
      }
    }
    return last;
  }
}
