package dev.tidemark.adapter.quic;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes snapshots at one address. */
final class Listener implements SnapshotTransport.Listening {

  /** How much may be under way to a side before it has read it. */
  static final int WINDOW = 16 << 20;

  /**
   * The same, for a stream, where the older protocol is taken: its senders close all a moment after
   * they have written the last byte, and what has not been read by then is lost. It is decided
   * before it is known what a peer speaks, so that it counts for both; for one that is read fast,
   * QUIC makes it larger by itself.
   */
  private static final int VERSION_1_WINDOW = 1 << 20;

  /**
   * Snapshots of other names that one peer sends at the same time; together they have one window.
   * How many are taken at once, the limit of pushes says.
   */
  private static final int STREAMS = 64;

  static final int REFUSED = 1;

  /** What fits into one datagram in any letters. */
  private static final int MOST_REASON = 250;

  private final Channel socket;
  private final ChannelGroup connections;

  private Listener(Channel socket, ChannelGroup connections) {
    this.socket = socket;
    this.connections = connections;
  }

  /**
   * @throws StorageException if the address cannot be had
   */
  static Listener open(
      Address address,
      QuicConfig config,
      QuicSslContext tls,
      Datagrams datagrams,
      Streams streams) {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    QuicConfig.Limits limits = config.limits();
    ChannelHandler codec =
        new QuicServerCodecBuilder()
            .sslEngineProvider(connection -> tls.newEngine(connection.alloc()))
            .tokenHandler(new AddressTokens())
            .maxIdleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
            .initialMaxData(WINDOW)
            .initialMaxStreamDataBidirectionalRemote(
                config.version1Name().isPresent() ? VERSION_1_WINDOW : WINDOW)
            .initialMaxStreamDataUnidirectional(Trickle.MOST)
            .initialMaxStreamsBidirectional(STREAMS)
            .initialMaxStreamsUnidirectional(1)
            .maxRecvUdpPayloadSize(Datagrams.LARGEST)
            .activeMigration(false)
            .handler(streams.admission(connections))
            .streamHandler(streams)
            .streamOption(ChannelOption.AUTO_READ, false)
            .build();
    InetSocketAddress resolved = address.resolve();
    if (resolved.isUnresolved()) {
      throw new StorageException("listening at " + address + ": there is no such host", false);
    }
    ChannelFuture bound = datagrams.bind(resolved, codec).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new StorageException(
          "listening at %s: %s; is another process there already?"
              .formatted(address, bound.cause().getMessage()),
          false,
          bound.cause());
    }
    return new Listener(bound.channel(), connections);
  }

  @Override
  public String address() {
    return Address.of((InetSocketAddress) socket.localAddress()).toString();
  }

  @Override
  public void close() {
    for (Channel each : connections) {
      // With 0, the older protocol would take it for a verdict that is good.
      close((QuicChannel) each, REFUSED, "no longer listening");
    }
    connections.newCloseFuture().awaitUninterruptibly(Datagrams.GOODBYE_MILLIS);
    Datagrams.close(socket);
  }

  static ChannelFuture close(QuicChannel connection, int code, String reason) {
    ByteBuf text = connection.alloc().buffer();
    text.writeCharSequence(
        reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) : reason,
        StandardCharsets.UTF_8);
    return connection.close(true, code, text);
  }

  /** What is done with streams that peers open. */
  @Sharable
  static final class Streams extends ChannelInitializer<QuicStreamChannel> {

    private final QuicConfig config;
    private final Inbox inbox;
    private final Executor workers;
    private final Semaphore pushes;

    Streams(QuicConfig config, Inbox inbox, Executor workers) {
      this.config = config;
      this.inbox = inbox;
      this.workers = workers;
      this.pushes = new Semaphore(config.limits().pushes());
    }

    Admission admission(ChannelGroup connections) {
      return new Admission(connections, config, inbox, workers);
    }

    @Override
    protected void initChannel(QuicStreamChannel stream) {
      if (stream.type() == QuicStreamType.UNIDIRECTIONAL) {
        stream.pipeline().addLast(new Trickle());
        stream.config().setAutoRead(true);
        return;
      }
      Pipe pipe = new Pipe(config.limits().silence());
      stream.pipeline().addLast(pipe);
      Session session = new Session(pipe, config, inbox, Steps.DEFAULTS);
      PeerName peer = PeerName.of(stream.parent(), config.peers());
      if (!peer.allowed()) {
        Verdict verdict = Session.notAllowed(peer);
        session.turnAway(verdict);
        workers.execute(() -> inbox.refused(peer.text(), verdict));
      } else if (!pushes.tryAcquire()) {
        session.turnAway(Session.BUSY);
      } else {
        run(session, peer);
      }
    }

    private void run(Session session, PeerName peer) {
      AtomicBoolean counted = new AtomicBoolean(true);
      Runnable over =
          () -> {
            if (counted.getAndSet(false)) {
              pushes.release();
            }
          };
      workers.execute(
          () -> {
            try {
              session.run(peer, over);
            } finally {
              over.run();
            }
          });
    }
  }
}
