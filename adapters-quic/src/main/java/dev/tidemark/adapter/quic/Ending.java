package dev.tidemark.adapter.quic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Remembers how a connection was closed, and says it in words. */
@Sharable
final class Ending extends ChannelInboundHandlerAdapter {

  static final Ending HANDLER = new Ending();

  private static final AttributeKey<QuicConnectionCloseEvent> EVENT =
      AttributeKey.valueOf(Ending.class, "event");
  private static final AttributeKey<Throwable> CAUSE = AttributeKey.valueOf(Ending.class, "cause");

  /** Alerts of TLS, of which a peer says no more than the number. */
  private static final Map<Integer, String> ALERTS =
      Map.of(
          42, "it takes our certificate for damaged",
          45, "to it our certificate has expired",
          46, "it does not accept our certificate",
          48, "it does not know the CA of our certificate",
          70, "it speaks no TLS 1.3",
          80, "it does not trust our certificate, which may come from another CA",
          116, "it wants a certificate that comes from its CA, and we have none",
          120, "it does not speak the protocol of this target's strategy");

  private Ending() {}

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicConnectionCloseEvent close) {
      context.channel().attr(EVENT).set(close);
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.channel().attr(CAUSE).set(cause);
  }

  /** Whether the other side has said that it ends it; it takes a moment more until it has ended. */
  static boolean isNear(Channel connection) {
    return connection.attr(EVENT).get() != null;
  }

  /** With what code the other side closed the connection as an application, if it did. */
  static OptionalInt code(Channel connection) {
    QuicConnectionCloseEvent event = connection.attr(EVENT).get();
    return event != null && event.isApplicationClose()
        ? OptionalInt.of(event.error())
        : OptionalInt.empty();
  }

  /** Why it ended. */
  static String words(Channel connection) {
    QuicConnectionCloseEvent event = connection.attr(EVENT).get();
    if (event != null) {
      return words(event);
    }
    if (connection instanceof QuicChannel quic && quic.isTimedOut()) {
      return "nothing came from it any more";
    }
    Throwable cause = connection.attr(CAUSE).get();
    return cause == null ? "the connection was closed" : String.valueOf(cause.getMessage());
  }

  private static String words(QuicConnectionCloseEvent event) {
    if (event.isTlsError()) {
      int alert = QuicConnectionCloseEvent.extractTlsError(event.error());
      return ALERTS.getOrDefault(alert, "it ended the handshake with TLS alert " + alert);
    }
    String said = reason(event);
    String who = event.isApplicationClose() ? "it closed the connection" : "QUIC failed";
    return who + (said.isEmpty() ? " with code " + event.error() : ": " + said);
  }

  /** What an application said as it closed the connection. */
  static String reason(Channel connection) {
    QuicConnectionCloseEvent event = connection.attr(EVENT).get();
    return event == null ? "" : reason(event);
  }

  private static String reason(QuicConnectionCloseEvent event) {
    byte @Nullable [] said;
    try {
      said = event.reason();
    } catch (NullPointerException none) {
      // That is how this version of Netty says that there is none.
      said = null;
    }
    return said == null ? "" : new String(said, StandardCharsets.UTF_8);
  }
}
