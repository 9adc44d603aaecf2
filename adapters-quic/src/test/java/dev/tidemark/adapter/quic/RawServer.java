package dev.tidemark.adapter.quic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A target that does with a stream what it likes. */
final class RawServer implements AutoCloseable {

  private final Datagrams datagrams = new Datagrams(1 << 20);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Channel socket;

  RawServer(QuicConfig config, String protocol, Consumer<Pipe> behaviour) {
    QuicSslContext tls = Tls.of(config, Clock.systemUTC()).server(protocol);
    socket =
        datagrams
            .bind(
                new InetSocketAddress("127.0.0.1", 0),
                new QuicServerCodecBuilder()
                    .sslEngineProvider(connection -> tls.newEngine(connection.alloc()))
                    .tokenHandler(new AddressTokens())
                    .maxIdleTimeout(config.limits().idle().toMillis(), TimeUnit.MILLISECONDS)
                    .initialMaxData(1 << 20)
                    .initialMaxStreamDataBidirectionalRemote(1 << 20)
                    .initialMaxStreamDataUnidirectional(1 << 10)
                    .initialMaxStreamsBidirectional(4)
                    .initialMaxStreamsUnidirectional(1)
                    .handler(Ending.HANDLER)
                    .streamOption(ChannelOption.AUTO_READ, false)
                    .streamHandler(streams(behaviour))
                    .build())
            .syncUninterruptibly()
            .channel();
  }

  private ChannelInitializer<QuicStreamChannel> streams(Consumer<Pipe> behaviour) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(QuicStreamChannel stream) {
        if (stream.type() == QuicStreamType.UNIDIRECTIONAL) {
          stream.pipeline().addLast(new ChannelInboundHandlerAdapter());
          return;
        }
        Pipe pipe = new Pipe(Duration.ofSeconds(20));
        stream.pipeline().addLast(pipe);
        threads.execute(
            () -> {
              behaviour.accept(pipe);
              pipe.release();
            });
      }
    };
  }

  String address() {
    return Address.of((InetSocketAddress) socket.localAddress()).toString();
  }

  @Override
  public void close() {
    Datagrams.close(socket);
    threads.shutdownNow();
    datagrams.close();
  }
}
