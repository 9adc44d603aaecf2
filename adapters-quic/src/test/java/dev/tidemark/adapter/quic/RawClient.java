package dev.tidemark.adapter.quic;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;

/** Says over a stream what it likes. */
final class RawClient implements AutoCloseable {

  private final Datagrams datagrams = new Datagrams(1 << 20);
  private final Connections connections;
  private final Address address;
  private QuicChannel connection;

  RawClient(QuicConfig config, String protocol, String address) throws IOException {
    this.connections =
        new Connections(
            datagrams, Tls.of(config, Clock.systemUTC()).client(protocol), config.limits());
    this.address = Address.parse(address);
    this.connection = connections.connect(this.address);
  }

  /** A stream with these bytes, and its end if wanted. */
  Pipe say(byte[] bytes, boolean end) throws IOException {
    Pipe pipe = Pushing.open(connection, Duration.ofSeconds(10));
    pipe.write(Unpooled.wrappedBuffer(bytes));
    if (end) {
      pipe.endOutput();
    }
    return pipe;
  }

  /** Meets the other side anew, and remembers the last time as TLS does. */
  void reconnect() throws IOException {
    Listener.close(connection, 0, "").awaitUninterruptibly(2_000);
    connection = connections.connect(address);
  }

  QuicChannel connection() {
    return connection;
  }

  /** All that is answered; without its end where the stream broke. */
  static byte[] answer(Pipe pipe) {
    ByteBuffer answer = ByteBuffer.allocate(1 << 16);
    try {
      while (pipe.read(answer) >= 0) {
        // As long as there is more.
      }
    } catch (Broken gone) {
      // That is its end, too.
    }
    pipe.release();
    byte[] bytes = new byte[answer.position()];
    answer.flip().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    connections.close();
    datagrams.close();
  }
}
