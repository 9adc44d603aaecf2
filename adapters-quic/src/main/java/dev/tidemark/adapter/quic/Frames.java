package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** Frames over one stream. */
final class Frames {

  private final Pipe pipe;
  private final ByteBuffer head = ByteBuffer.allocate(Frame.HEAD);

  Frames(Pipe pipe) {
    this.pipe = pipe;
  }

  /**
   * The next frame that is not WORKING. Its body is only made when its length is known to be
   * allowed.
   *
   * @throws Breach if it is of no such type, too long, or cut off
   */
  Frame next(Set<Frame.Type> expected) throws Broken, Breach {
    while (true) {
      Frame frame = any(expected);
      if (frame.type() != Frame.Type.WORKING) {
        return frame;
      }
    }
  }

  /** Like {@link #next}, where WORKING is as good. */
  Frame any(Set<Frame.Type> expected) throws Broken, Breach {
    pipe.readFully(head.clear());
    Frame.Type type = Frame.Type.of(head.get(0));
    int length = head.getInt(1);
    if (type != Frame.Type.WORKING && !expected.contains(type)) {
      throw new Breach("expected one of " + EnumSet.copyOf(expected) + ", found " + type);
    }
    if (length < 0 || length > type.most()) {
      throw new Breach(
          "expected no more than %d bytes in %s, found %d"
              .formatted(type.most(), type, length & 0xffff_ffffL));
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    pipe.readFully(body);
    return new Frame(type, body.flip());
  }

  void send(Frame.Type type, ByteBuffer body) throws Broken {
    pipe.write(encode(pipe.stream().alloc(), type, body));
  }

  void send(Frame.Type type) throws Broken {
    send(type, ByteBuffer.allocate(0));
  }

  void send(Verdict verdict) throws Broken {
    pipe.write(encode(pipe.stream().alloc(), verdict));
  }

  static ByteBuf encode(ByteBufAllocator allocator, Verdict verdict) {
    byte[] code = verdict.code().name().getBytes(StandardCharsets.US_ASCII);
    byte[] text = verdict.text().getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(1 + code.length + text.length);
    body.put((byte) code.length).put(code).put(text).flip();
    return encode(allocator, Frame.Type.VERDICT, body);
  }

  static ByteBuf encode(ByteBufAllocator allocator, Frame.Type type, ByteBuffer body) {
    return allocator
        .buffer(Frame.HEAD + body.remaining())
        .writeByte(type.code())
        .writeInt(body.remaining())
        .writeBytes(body);
  }

  /** What a VERDICT says. */
  static Verdict verdict(ByteBuffer body) throws Breach {
    int length = body.hasRemaining() ? body.get() : -1;
    if (length < 0 || length > body.remaining()) {
      throw new Breach("the verdict is cut off");
    }
    String code = Hello.text(body, length);
    String text = StandardCharsets.UTF_8.decode(body).toString();
    try {
      return new Verdict(Verdict.Code.valueOf(code), text);
    } catch (IllegalArgumentException unknown) {
      throw new Breach("the target said " + code + ", which is no verdict");
    }
  }
}
