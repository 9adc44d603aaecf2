package dev.tidemark.adapter.quic;

import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets the other side hear once a second of a side that is at work and has nothing to say. */
final class Heartbeat implements AutoCloseable {

  private final QuicStreamChannel stream;
  private final Future<?> beating;
  private volatile boolean busy;

  private Heartbeat(QuicStreamChannel stream) {
    this.stream = stream;
    this.beating = stream.eventLoop().scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  static Heartbeat of(QuicStreamChannel stream) {
    return new Heartbeat(stream);
  }

  <T> T during(Supplier<T> work) {
    busy = true;
    try {
      return work.get();
    } finally {
      busy = false;
    }
  }

  private void beat() {
    if (busy) {
      stream.writeAndFlush(
          Frames.encode(stream.alloc(), Frame.Type.WORKING, ByteBuffer.allocate(0)));
    }
  }

  @Override
  public void close() {
    beating.cancel(false);
  }
}
