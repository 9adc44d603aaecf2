package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.ManifestText;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/** The bodies of those frames that say what is to come. */
final class Hello {

  /** Payload may be packed with Zstandard. */
  static final int ZSTD = 1;

  /** The difference to an older one may be sent. */
  static final int DELTA = 2;

  private static final int HASH = 32;

  private Hello() {}

  /**
   * What is offered. Four bytes of capabilities, and the {@link ManifestText} with its signature.
   *
   * @param capabilities sum of those above; others are to be ignored
   */
  record Offered(int capabilities, SignedManifest manifest) {

    ByteBuffer body() {
      byte[] text = ManifestText.format(manifest).getBytes(StandardCharsets.US_ASCII);
      return ByteBuffer.allocate(4 + text.length).putInt(capabilities).put(text).flip();
    }

    static Offered parse(ByteBuffer body) throws Breach {
      return parsed(
          "OFFER",
          body,
          () -> {
            int capabilities = body.getInt();
            String text = text(body, body.remaining());
            return new Offered(capabilities, ManifestText.parseSigned(text));
          });
    }
  }

  /**
   * What is here. Four bytes of capabilities, eight for the length, then nothing, or two times
   * eight for the version and the hash.
   *
   * @param length how much of the offered file is here already
   */
  record Have(int capabilities, long length, Optional<Base> base) {

    ByteBuffer body() {
      ByteBuffer body = ByteBuffer.allocate(Frame.Type.HAVE.most());
      body.putInt(capabilities).putLong(length);
      base.ifPresent(known -> known.put(body));
      return body.flip();
    }

    static Have parse(ByteBuffer body) throws Breach {
      return parsed(
          "HAVE",
          body,
          () ->
              new Have(
                  body.getInt(),
                  notNegative(body.getLong()),
                  body.hasRemaining() ? Optional.of(Base.get(body)) : Optional.empty()));
    }
  }

  /**
   * A snapshot that differences are made to.
   *
   * @param fileHash SHA-256 of its file as 64 hex digits
   */
  record Base(SnapshotVersion version, String fileHash) {

    void put(ByteBuffer body) {
      body.putLong(version.epoch()).putLong(version.sequence());
      body.put(HexFormat.of().parseHex(fileHash));
    }

    static Base get(ByteBuffer body) {
      SnapshotVersion version = new SnapshotVersion(body.getLong(), body.getLong());
      byte[] hash = new byte[HASH];
      body.get(hash);
      return new Base(version, HexFormat.of().formatHex(hash));
    }
  }

  /**
   * The file is sent. Eight bytes for the place, one for whether it is packed.
   *
   * @param from which byte on
   */
  record Whole(long from, boolean packed) {

    ByteBuffer body() {
      return ByteBuffer.allocate(Frame.Type.WHOLE.most()).putLong(from).put(flag(packed)).flip();
    }

    static Whole parse(ByteBuffer body) throws Breach {
      return parsed("WHOLE", body, () -> new Whole(notNegative(body.getLong()), flag(body.get())));
    }
  }

  /**
   * What differs is sent. The base as in HAVE, eight bytes for the size of the new file, one for
   * whether it is packed. The payload is runs: eight bytes for the place in the new file, four for
   * the length, as many bytes; each behind the last one.
   */
  record Delta(Base base, long size, boolean packed) {

    ByteBuffer body() {
      ByteBuffer body = ByteBuffer.allocate(Frame.Type.DELTA.most());
      base.put(body);
      return body.putLong(size).put(flag(packed)).flip();
    }

    static Delta parse(ByteBuffer body) throws Breach {
      return parsed(
          "DELTA",
          body,
          () -> new Delta(Base.get(body), notNegative(body.getLong()), flag(body.get())));
    }
  }

  static String text(ByteBuffer body, int length) {
    byte[] bytes = new byte[length];
    body.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte flag(boolean set) {
    return (byte) (set ? 1 : 0);
  }

  private static boolean flag(byte value) {
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("expected 0 or 1, found " + value);
    }
    return value == 1;
  }

  private static long notNegative(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("expected no negative number, found " + value);
    }
    return value;
  }

  private static <T> T parsed(String name, ByteBuffer body, Supplier<T> parser) throws Breach {
    T value;
    try {
      value = parser.get();
    } catch (BufferUnderflowException e) {
      throw new Breach(name + " is too short");
    } catch (IllegalArgumentException e) {
      throw new Breach(name + ": " + e.getMessage());
    }
    if (body.hasRemaining()) {
      throw new Breach(name + " is too long by " + body.remaining() + " bytes");
    }
    return value;
  }
}
