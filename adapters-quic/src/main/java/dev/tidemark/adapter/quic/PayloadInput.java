package dev.tidemark.adapter.quic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/** Payload, put together from DATA frames until END. */
final class PayloadInput extends InputStream {

  private static final Set<Frame.Type> EXPECTED = Set.of(Frame.Type.DATA, Frame.Type.END);

  private final Frames frames;
  private ByteBuffer data = ByteBuffer.allocate(0);
  private boolean ended;

  PayloadInput(Frames frames) {
    this.frames = frames;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!data.hasRemaining()) {
      if (ended) {
        return -1;
      }
      Frame frame = frames.next(EXPECTED);
      ended = frame.type() == Frame.Type.END;
      data = frame.body();
    }
    int part = Math.min(length, data.remaining());
    data.get(into, offset, part);
    return part;
  }

  /** Whether there is nothing behind what was read. */
  boolean isAtEnd() throws IOException {
    return ended && !data.hasRemaining() || read() < 0;
  }
}
