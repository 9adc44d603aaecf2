package dev.tidemark.adapter.quic;

import dev.tidemark.core.CancelledException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream, as something that blocks. Holds no more than a bounded number of bytes each way: it
 * asks for more when what came has been read, and lets its writer wait for what has not gone out.
 * One thread reads and writes; others may {@linkplain #fail end} it.
 */
final class Pipe extends ChannelInboundHandlerAdapter {

  private static final int MOST_UNSENT = 1 << 20;
  private static final int GIVEN_UP = 1;
  private static final int MOST_UNREAD = 512 << 10;

  /** In which a silence is waited for. */
  private static final int PARTS = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Deque<ByteBuf> received = new ArrayDeque<>();
  private long silence;
  private @Nullable QuicStreamChannel stream;
  private int unread;
  private long unsent;
  private long moves;
  private boolean asked;
  private boolean ended;
  private boolean closed;
  private boolean sentAll;
  private @Nullable String broken;
  private @Nullable String unwanted;

  /**
   * @param silence how long nothing may move while somebody waits
   */
  Pipe(Duration silence) {
    this.silence = silence.toNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    stream = (QuicStreamChannel) context.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    locked(this::ask);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    locked(
        () -> {
          if (closed || !bytes.isReadable()) {
            bytes.release();
          } else {
            received.add(bytes);
            unread += bytes.readableBytes();
          }
          moves++;
        });
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    locked(
        () -> {
          asked = false;
          ask();
        });
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownReadComplete) {
      locked(() -> ended = true);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(
        cause instanceof QuicStreamResetException
            ? "it gave up in the middle"
            : String.valueOf(cause.getMessage()));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(Ending.words(stream().parent()));
  }

  /** Whoever reads or writes hears of it, after what came before. The first reason counts. */
  void fail(String reason) {
    locked(
        () -> {
          if (broken == null) {
            broken = reason;
          }
        });
  }

  QuicStreamChannel stream() {
    if (stream == null) {
      throw new IllegalStateException("the stream is not open yet");
    }
    return stream;
  }

  /** From now on, nothing may move for as long as this. */
  void bear(Duration longest) {
    locked(() -> silence = longest.toNanos());
  }

  /** Before work that is of no use if the other side is gone. */
  void check() throws Broken {
    lock();
    try {
      if (broken != null) {
        throw new Broken(broken);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a read has something to say. */
  boolean hasNews() {
    lock.lock();
    try {
      return isReadable();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads as much as is there, one byte at least.
   *
   * @return how many bytes; -1 at the end
   */
  int read(ByteBuffer into) throws Broken {
    lock();
    try {
      await(this::isReadable);
      ByteBuf head = received.peek();
      if (head != null) {
        return take(head, into);
      }
      if (ended) {
        return -1;
      }
      throw new Broken(String.valueOf(broken));
    } finally {
      lock.unlock();
    }
  }

  private int take(ByteBuf head, ByteBuffer into) {
    int length = Math.min(head.readableBytes(), into.remaining());
    ByteBuffer part = into.duplicate().limit(into.position() + length);
    head.readBytes(part);
    into.position(into.position() + length);
    unread -= length;
    if (!head.isReadable()) {
      received.remove().release();
    }
    ask();
    return length;
  }

  /** Fills the buffer. */
  void readFully(ByteBuffer into) throws Broken, Breach {
    while (into.hasRemaining()) {
      if (read(into) < 0) {
        throw new Breach("it ended in the middle");
      }
    }
  }

  /**
   * Sends bytes, which are released. Waits while too much has not gone out; not, however, while
   * there is something to be read, which may make all the rest needless. Of one that was
   * {@linkplain #release released} nobody reads, so that it always waits.
   */
  void write(ByteBuf bytes) throws Broken {
    int length = bytes.readableBytes();
    try {
      lock();
    } catch (CancelledException e) {
      bytes.release();
      throw e;
    }
    try {
      await(() -> unsent < MOST_UNSENT || isOver() || !closed && isReadable());
      String reason = broken != null ? broken : unwanted;
      if (reason != null) {
        throw new Broken(reason);
      }
      unsent += length;
    } catch (Broken | CancelledException e) {
      bytes.release();
      throw e;
    } finally {
      lock.unlock();
    }
    stream()
        .writeAndFlush(bytes)
        .addListener(done -> written(length, done.isSuccess() ? null : done.cause()));
  }

  /** What the other side does not want to read, it may have answered. */
  private void written(int length, @Nullable Throwable failure) {
    locked(
        () -> {
          unsent -= length;
          moves++;
          if (failure != null && unwanted == null) {
            unwanted = "it stopped reading";
          }
        });
  }

  /** No more is written; what was goes out before, which a mere shutdown would not wait for. */
  void endOutput() {
    last().addListener(this::end);
  }

  private void end(Future<?> last) {
    stream()
        .shutdownOutput()
        .addListener(done -> locked(() -> sentAll = last.isSuccess() && done.isSuccess()));
  }

  /** Whether all that was written has gone out, and its end too. */
  boolean hasSentAll() {
    lock.lock();
    try {
      return sentAll;
    } finally {
      lock.unlock();
    }
  }

  private ChannelFuture last() {
    return stream().writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  /** Waits until the other side closes the connection; what it writes until then is of no use. */
  Broken awaitBroken() {
    lock();
    try {
      await(() -> broken != null);
      return new Broken(String.valueOf(broken));
    } catch (Broken silent) {
      return silent;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The end, after all that was written; what still comes is not wanted. The output ends by itself
   * and is not reset, since that would drop what was lost on the way and is to be sent again.
   */
  void finish() {
    release();
    last()
        .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT)
        .addListener(done -> stream().shutdownInput(0));
  }

  /**
   * The end at once, in both directions; the other side hears that it was given up. Not after
   * {@link #endOutput}: of a stream that has ended, QUIC says no more.
   */
  void giveUp() {
    release();
    stream().shutdown(GIVEN_UP);
    stream().close();
  }

  /** Takes nothing any more, and lets go of what was not read. */
  void release() {
    locked(
        () -> {
          closed = true;
          received.forEach(ByteBuf::release);
          received.clear();
          unread = 0;
        });
  }

  private boolean isReadable() {
    return !received.isEmpty() || ended || broken != null;
  }

  private boolean isOver() {
    return broken != null || unwanted != null;
  }

  private void ask() {
    if (!asked && !ended && !closed && unread < MOST_UNREAD && broken == null) {
      asked = true;
      stream().read();
    }
  }

  /**
   * Not for the whole silence at once: where this process stood still for as long, what came
   * meanwhile is there, and has yet to be passed on by another thread.
   */
  private void await(BooleanSupplier condition) throws Broken {
    int parts = PARTS;
    while (!condition.getAsBoolean()) {
      if (parts == 0) {
        broken = "nothing moved for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s";
        throw new Broken(broken);
      }
      parts = moves(condition) ? PARTS : parts - 1;
    }
  }

  /** Whether something moves within one part of the silence, or the condition holds. */
  private boolean moves(BooleanSupplier condition) {
    long seen = moves;
    long left = silence / PARTS;
    while (left > 0 && moves == seen && !condition.getAsBoolean()) {
      left = awaitOnce(left);
    }
    return moves != seen || condition.getAsBoolean();
  }

  private long awaitOnce(long nanos) {
    try {
      return moved.awaitNanos(nanos);
    } catch (InterruptedException e) {
      throw Interrupts.cancelled(e);
    }
  }

  private void lock() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Interrupts.cancelled(e);
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
