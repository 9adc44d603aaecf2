package dev.tidemark.adapter.quic;

import dev.tidemark.core.CancelledException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.QuicTransportParameters;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections to targets, each over a socket of its own. One to each address is kept, and kept
 * alive. Safe for use by many threads.
 */
final class Connections implements AutoCloseable {

  /** So that a loss or two do no harm. */
  private static final int PINGS_PER_IDLE = 3;

  private static final AttributeKey<AtomicInteger> USERS =
      AttributeKey.valueOf(Connections.class, "users");

  private final Datagrams datagrams;
  private final QuicSslContext tls;
  private final QuicConfig.Limits limits;
  private final Map<Address, QuicChannel> kept = new ConcurrentHashMap<>();
  private final Map<Address, Lock> locks = new ConcurrentHashMap<>();
  private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile boolean closed;

  /**
   * @param limits of which idle and connect count
   */
  Connections(Datagrams datagrams, QuicSslContext tls, QuicConfig.Limits limits) {
    this.datagrams = datagrams;
    this.tls = tls;
    this.limits = limits;
  }

  /** The one that is kept, if it lives. */
  Optional<QuicChannel> known(Address address) {
    return Optional.ofNullable(kept.get(address))
        .filter(connection -> connection.isActive() && !Ending.isNear(connection));
  }

  /**
   * Makes a new one and keeps it, unless somebody else has done so meanwhile.
   *
   * @param dead the one that was kept and is of no use
   */
  QuicChannel renew(Address address, Optional<QuicChannel> dead) throws Broken {
    Lock lock = locks.computeIfAbsent(address, unknown -> new ReentrantLock());
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Interrupts.cancelled(e);
    }
    try {
      dead.ifPresent(connection -> forget(address, connection));
      Optional<QuicChannel> another = known(address);
      return another.isPresent() ? another.get() : keep(address, connect(address));
    } finally {
      lock.unlock();
    }
  }

  /** Other pushes may still get on with it; the last of them closes it. */
  private void forget(Address address, QuicChannel connection) {
    kept.remove(address, connection);
    if (users(connection).get() == 0) {
      connection.close();
    }
  }

  /** For a push, as long as it lasts; {@link #letGo} is its end. */
  QuicChannel take(QuicChannel connection) {
    users(connection).incrementAndGet();
    return connection;
  }

  void letGo(QuicChannel connection) {
    if (users(connection).decrementAndGet() == 0 && !kept.containsValue(connection)) {
      connection.close();
    }
  }

  private static AtomicInteger users(QuicChannel connection) {
    connection.attr(USERS).setIfAbsent(new AtomicInteger());
    return connection.attr(USERS).get();
  }

  private QuicChannel keep(Address address, QuicChannel connection) {
    kept.put(address, connection);
    connection.closeFuture().addListener(gone -> kept.remove(address, connection));
    keepAlive(connection);
    return connection;
  }

  /** Makes a new one, which is the caller's. */
  QuicChannel connect(Address address) throws Broken {
    InetSocketAddress resolved = address.resolve();
    if (resolved.isUnresolved()) {
      throw new Broken("there is no host " + address.host());
    }
    Channel socket = socket(address);
    try {
      QuicChannel connection = await(connect(socket, resolved), address);
      open.add(connection);
      connection.closeFuture().addListener(gone -> socket.close());
      return connection;
    } catch (Broken | CancelledException e) {
      socket.close();
      throw e;
    }
  }

  private CompletableFuture<QuicChannel> connect(Channel socket, InetSocketAddress address) {
    CompletableFuture<QuicChannel> connected = new CompletableFuture<>();
    Future<QuicChannel> connecting =
        QuicChannel.newBootstrap(socket)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
            .handler(new Opening(connected))
            .streamHandler(new Unasked())
            .remoteAddress(address)
            .connect();
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            connected.complete(connecting.getNow());
          } else {
            connected.completeExceptionally(done.cause());
          }
        });
    return connected;
  }

  private QuicChannel await(CompletableFuture<QuicChannel> connected, Address address)
      throws Broken {
    try {
      return connected.get(limits.connect().toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw Interrupts.cancelled(e);
    } catch (TimeoutException e) {
      throw noAnswer(address, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof Broken broken ? broken : unreached(address, cause);
    }
  }

  /** The words of Netty name no address, and of some failures there are none. */
  private Broken unreached(Address address, Throwable cause) {
    return cause instanceof ConnectTimeoutException || cause instanceof ClosedChannelException
        ? noAnswer(address, cause)
        : new Broken("connecting to " + address + " (UDP): " + cause.getMessage(), cause);
  }

  private Broken noAnswer(Address address, Throwable cause) {
    Duration longest = Collections.min(List.of(limits.connect(), limits.idle()));
    return new Broken(
        "no answer within %s s from %s (UDP); is tidemark edge running there, and is UDP let through?"
            .formatted(seconds(longest), address),
        cause);
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private Channel socket(Address target) throws Broken {
    if (closed) {
      throw new Broken("the transport is closed");
    }
    ChannelHandler codec =
        new QuicClientCodecBuilder()
            .sslEngineProvider(
                connection -> tls.newEngine(connection.alloc(), target.host(), target.port()))
            .maxIdleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
            .initialMaxData(Listener.WINDOW)
            .initialMaxStreamDataBidirectionalLocal(Listener.WINDOW)
            .maxRecvUdpPayloadSize(Datagrams.LARGEST)
            .activeMigration(false)
            .build();
    ChannelFuture bound = datagrams.bind(new InetSocketAddress(0), codec).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new Broken("no socket to send from: " + bound.cause().getMessage(), bound.cause());
    }
    sockets.add(bound.channel());
    return bound.channel();
  }

  /** QUIC has a frame for it that Netty does not send, so a byte on a stream of its own does it. */
  void keepAlive(QuicChannel connection) {
    long every = Math.max(1, idleMillis(connection) / PINGS_PER_IDLE);
    connection
        .createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
        .addListener(
            done -> {
              if (done.isSuccess()) {
                ping((QuicStreamChannel) done.getNow(), every);
              }
            });
  }

  /** What the sides have agreed upon, which is the shorter of what they want. */
  private long idleMillis(QuicChannel connection) {
    long own = limits.idle().toMillis();
    QuicTransportParameters peer = connection.peerTransportParameters();
    long theirs = peer == null ? 0 : peer.maxIdleTimeout();
    return theirs > 0 ? Math.min(own, theirs) : own;
  }

  private static void ping(QuicStreamChannel stream, long every) {
    Future<?> pinging =
        stream
            .eventLoop()
            .scheduleAtFixedRate(
                () -> stream.writeAndFlush(one(stream)), 0, every, TimeUnit.MILLISECONDS);
    stream.closeFuture().addListener(gone -> pinging.cancel(false));
  }

  private static ByteBuf one(QuicStreamChannel stream) {
    return stream.alloc().buffer(1).writeByte(0);
  }

  /** Says goodbye to all. */
  @Override
  public void close() {
    closed = true;
    open.forEach(each -> Listener.close((QuicChannel) each, 0, "done"));
    open.newCloseFuture().awaitUninterruptibly(Datagrams.GOODBYE_MILLIS);
    sockets.close().awaitUninterruptibly(Datagrams.GOODBYE_MILLIS);
  }

  /** Hears of a refusal before the connecting itself does. */
  private static final class Opening extends ChannelInitializer<QuicChannel> {

    private final CompletableFuture<QuicChannel> connected;

    Opening(CompletableFuture<QuicChannel> connected) {
      this.connected = connected;
    }

    @Override
    protected void initChannel(QuicChannel connection) {
      connection.pipeline().addLast(Ending.HANDLER);
      connection
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext context, Object event) {
                  if (event instanceof QuicConnectionCloseEvent) {
                    connected.completeExceptionally(new Broken(Ending.words(context.channel())));
                  }
                }
              });
    }
  }

  /** A target opens no streams. */
  private static final class Unasked extends ChannelInitializer<QuicStreamChannel> {
    @Override
    protected void initChannel(QuicStreamChannel stream) {
      stream.close();
    }
  }
}
