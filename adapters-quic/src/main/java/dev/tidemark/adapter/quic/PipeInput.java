package dev.tidemark.adapter.quic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What comes over a stream, as it comes. */
final class PipeInput extends InputStream {

  private final Pipe pipe;

  PipeInput(Pipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return length == 0 ? 0 : pipe.read(ByteBuffer.wrap(into, offset, length));
  }
}
