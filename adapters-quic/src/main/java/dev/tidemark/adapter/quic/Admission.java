package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Inbox;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Lets in so many peers at once, and no more; those count who have proved who they are. Who is not
 * allowed to send anything does not stay.
 */
@Sharable
final class Admission extends ChannelInboundHandlerAdapter {

  /** In which one who is not allowed here may ask, and hear so as a verdict. */
  static final Duration TIME_TO_HEAR = Duration.ofSeconds(2);

  /** One peer has a part of all connections at most. */
  private static final int PARTS = 4;

  private static final int LEAST_OF_ONE = 8;

  private final ChannelGroup connections;
  private final QuicConfig config;
  private final Inbox inbox;
  private final Executor workers;
  private final Map<String, Integer> each = new ConcurrentHashMap<>();

  Admission(ChannelGroup connections, QuicConfig config, Inbox inbox, Executor workers) {
    this.connections = connections;
    this.config = config;
    this.inbox = inbox;
    this.workers = workers;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.pipeline().addLast(Ending.HANDLER);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    QuicChannel connection = (QuicChannel) context.channel();
    PeerName peer = PeerName.of(connection, config.peers());
    boolean full = connections.size() >= config.limits().connections();
    connections.add(connection);
    if (full) {
      Listener.close(connection, Listener.REFUSED, "too many connections");
    } else if (!peer.isAnonymous() && isOneTooMany(connection, peer.text())) {
      Listener.close(connection, Listener.REFUSED, "too many connections of " + peer.text());
    } else if (!peer.allowed()) {
      turnAway(connection, peer);
    }
  }

  private boolean isOneTooMany(QuicChannel connection, String peer) {
    int now = each.merge(peer, 1, Integer::sum);
    connection
        .closeFuture()
        .addListener(
            gone -> each.computeIfPresent(peer, (name, many) -> many > 1 ? many - 1 : null));
    return now > Math.max(LEAST_OF_ONE, config.limits().connections() / PARTS);
  }

  /** The older protocol knows no verdict but the close; the other one gets it by its stream. */
  private void turnAway(QuicChannel connection, PeerName peer) {
    Verdict verdict = Session.notAllowed(peer);
    if (Tls.isVersion1(connection)) {
      workers.execute(() -> inbox.refused(peer.text(), verdict));
      Listener.close(connection, Listener.REFUSED, verdict.toString());
    } else {
      connection
          .eventLoop()
          .schedule(
              () -> Listener.close(connection, Listener.REFUSED, verdict.toString()),
              TIME_TO_HEAR.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }
}
