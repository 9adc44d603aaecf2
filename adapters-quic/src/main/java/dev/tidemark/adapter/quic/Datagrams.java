package dev.tidemark.adapter.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Sockets for datagrams, and the threads that serve them: epoll where there is, else NIO. */
final class Datagrams implements AutoCloseable {

  /** How long a goodbye may take to get out; whether it is heard, nobody waits for. */
  static final long GOODBYE_MILLIS = 100;

  /**
   * How long a socket may take to be closed, which is nothing but where its thread has to wait for
   * a processor: whoever listens at its port next needs it.
   */
  private static final long CLOSING_MILLIS = 2_000;

  /** More would have nothing to do: the disk and the other side are slower. */
  private static final int MOST_THREADS = 4;

  /** What is taken in one, and said to be; larger than what QUIC puts into one here. */
  static final int LARGEST = 2_048;

  /** Of datagrams that the system hands over at once. */
  private static final int TOGETHER = 32 << 10;

  private static final int READS = 64;

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup loops;
  private final int buffer;

  /**
   * @param buffer for each socket and way, in bytes
   */
  Datagrams(int buffer) {
    this.buffer = buffer;
    IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            Math.max(2, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors())),
            new DefaultThreadFactory("tidemark-quic", true),
            factory);
  }

  /** Whoever waits for it must not be one of its threads. */
  ChannelFuture bind(InetSocketAddress address, ChannelHandler codec) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .option(ChannelOption.SO_RCVBUF, buffer)
            .option(ChannelOption.SO_SNDBUF, buffer)
            .handler(codec);
    if (epoll) {
      bootstrap
          .channel(EpollDatagramChannel.class)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST)
          .option(ChannelOption.RECVBUF_ALLOCATOR, receiving(TOGETHER));
    } else {
      bootstrap
          .channel(NioDatagramChannel.class)
          .option(ChannelOption.RECVBUF_ALLOCATOR, receiving(LARGEST));
    }
    return bootstrap.bind(address);
  }

  private static RecvByteBufAllocator receiving(int size) {
    return new FixedRecvByteBufAllocator(size).maxMessagesPerRead(READS);
  }

  EventExecutor timer() {
    return loops.next();
  }

  static void close(Channel channel) {
    channel.close().awaitUninterruptibly(CLOSING_MILLIS);
  }

  @Override
  public void close() {
    loops
        .shutdownGracefully(0, GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * GOODBYE_MILLIS);
  }
}
