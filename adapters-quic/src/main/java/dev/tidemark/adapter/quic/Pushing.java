package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A push to one target by {@code tidemark-sync-2}, with what is done when it does not go well. */
final class Pushing {

  private static final int ALL = Hello.ZSTD | Hello.DELTA;

  private final Connections connections;
  private final QuicConfig.Limits limits;
  private final Address address;

  Pushing(Connections connections, QuicConfig.Limits limits, Address address) {
    this.connections = connections;
    this.limits = limits;
    this.address = address;
  }

  /**
   * @throws IOException if no verdict came: its message says why
   */
  Delivery push(Offer offer, Duration patience, LongConsumer progress) throws IOException {
    Delivery delivery = push(offer, ALL, patience, progress);
    if (delivery.way() != Delivery.Way.DELTA
        || delivery.verdict().code() != Verdict.Code.REJECTED_HASH) {
      return delivery;
    }
    // What the target started from was not what it was said to be.
    Delivery whole =
        push(offer, Hello.ZSTD, patience, sent -> progress.accept(delivery.bytes() + sent));
    return new Delivery(whole.verdict(), whole.way(), delivery.bytes() + whole.bytes());
  }

  private Delivery push(Offer offer, int capabilities, Duration patience, LongConsumer progress)
      throws IOException {
    Optional<QuicChannel> known = connections.known(address);
    if (known.isEmpty()) {
      return push(connections.renew(address), offer, capabilities, patience, progress);
    }
    boolean[] moved = new boolean[1];
    try {
      return push(
          known.get(),
          offer,
          capabilities,
          patience,
          sent -> {
            moved[0] = true;
            progress.accept(sent);
          });
    } catch (Broken e) {
      if (moved[0]) {
        throw e;
      }
      // The target may have been started again since the connection was made.
      return push(connections.renew(address), offer, capabilities, patience, progress);
    }
  }

  private Delivery push(
      QuicChannel connection,
      Offer offer,
      int capabilities,
      Duration patience,
      LongConsumer progress)
      throws IOException {
    Pipe pipe = open(connection, limits.silence());
    Future<?> end =
        connection
            .eventLoop()
            .schedule(
                () -> pipe.fail("no verdict within " + patience.toSeconds() + " s"),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    boolean done = false;
    try {
      Delivery delivery = new Push(pipe, offer, capabilities, progress).run();
      done = true;
      return delivery;
    } finally {
      end.cancel(false);
      if (done) {
        pipe.finish();
      } else {
        pipe.giveUp();
      }
    }
  }

  /** A stream of a connection. */
  static Pipe open(QuicChannel connection, Duration silence) throws Broken {
    Pipe pipe = new Pipe(silence);
    Future<QuicStreamChannel> opening =
        connection
            .newStreamBootstrap()
            .type(QuicStreamType.BIDIRECTIONAL)
            .option(ChannelOption.AUTO_READ, false)
            .handler(pipe)
            .create();
    try {
      if (!opening.await(silence.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Broken("no stream could be opened");
      }
    } catch (InterruptedException e) {
      throw Interrupts.cancelled(e);
    }
    if (!opening.isSuccess()) {
      throw new Broken(
          connection.isActive()
              ? String.valueOf(opening.cause().getMessage())
              : Ending.words(connection),
          opening.cause());
    }
    return pipe;
  }
}
