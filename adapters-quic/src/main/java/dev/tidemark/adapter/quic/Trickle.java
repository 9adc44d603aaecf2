package dev.tidemark.adapter.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Reads what keeps a connection alive: a byte now and then, and no more. */
final class Trickle extends ChannelInboundHandlerAdapter {

  /** What nobody who only wants to be heard of sends at once. */
  static final int MOST = 1_024;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    boolean tooMuch = bytes.readableBytes() >= MOST / 2;
    bytes.release();
    if (tooMuch) {
      context.channel().parent().close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
