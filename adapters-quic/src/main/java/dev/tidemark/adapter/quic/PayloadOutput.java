package dev.tidemark.adapter.quic;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Payload, cut into DATA frames. Its end is END. */
final class PayloadOutput extends OutputStream {

  private final Pipe pipe;
  private final Frames frames;
  private final LongConsumer progress;
  private @Nullable ByteBuf frame;
  private long sent;

  PayloadOutput(Pipe pipe, Frames frames, LongConsumer progress) {
    this.pipe = pipe;
    this.frames = frames;
    this.progress = progress;
  }

  /** How many bytes of payload have gone out. */
  long sent() {
    return sent;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    while (from < offset + length) {
      ByteBuf open = open();
      int part = Math.min(offset + length - from, room(open));
      open.writeBytes(bytes, from, part);
      from += part;
      if (room(open) == 0) {
        send();
      }
    }
  }

  private ByteBuf open() {
    ByteBuf open = frame;
    if (open == null) {
      open = pipe.stream().alloc().buffer(Frame.HEAD + Frame.MOST_DATA);
      open.writeByte(Frame.Type.DATA.code()).writeInt(0);
      frame = open;
    }
    return open;
  }

  private static int room(ByteBuf open) {
    return Frame.HEAD + Frame.MOST_DATA - open.readableBytes();
  }

  private void send() throws IOException {
    ByteBuf full = frame;
    if (full != null) {
      frame = null;
      int length = full.readableBytes() - Frame.HEAD;
      full.setInt(1, length);
      pipe.write(full);
      sent += length;
      progress.accept(sent);
    }
  }

  /** Says that this was all. */
  void end() throws IOException {
    send();
    frames.send(Frame.Type.END);
  }

  /** Lets go of what was begun and is not to be sent. */
  void abandon() {
    ByteBuf open = frame;
    frame = null;
    if (open != null) {
      open.release();
    }
  }
}
