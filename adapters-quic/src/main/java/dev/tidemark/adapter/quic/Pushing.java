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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** A push to one target by {@code tidemark-sync-2}, with what is done when it does not go well. */
final class Pushing {

  private static final int ALL = Hello.ZSTD | Hello.DELTA;

  private final Connections connections;
  private final QuicConfig.Limits limits;
  private final Differences differences;
  private final Address address;
  private final Patience patience;

  Pushing(
      Connections connections,
      QuicConfig.Limits limits,
      Differences differences,
      Address address,
      Patience patience) {
    this.connections = connections;
    this.limits = limits;
    this.differences = differences;
    this.address = address;
    this.patience = patience;
  }

  /**
   * @throws IOException if no verdict came: its message says why
   */
  Delivery push(Offer offer, LongConsumer progress) throws IOException {
    Delivery delivery = push(offer, ALL, progress);
    if (delivery.way() != Delivery.Way.DELTA
        || delivery.verdict().code() != Verdict.Code.REJECTED_HASH) {
      return delivery;
    }
    // What the target started from was not what it was said to be.
    long before = delivery.bytes();
    Delivery whole = push(offer, Hello.ZSTD, sent -> progress.accept(before + sent));
    return new Delivery(whole.verdict(), whole.way(), before + whole.bytes());
  }

  private Delivery push(Offer offer, int capabilities, LongConsumer progress) throws IOException {
    Optional<QuicChannel> known = connections.known(address);
    if (known.isPresent()) {
      AtomicBoolean answered = new AtomicBoolean();
      try {
        // A target that is there answers as fast as it would to a new connection.
        return run(
            known.get(),
            limits.connect(),
            pipe -> new Push(pipe, offer, capabilities, differences, progress),
            () -> answered.set(true));
      } catch (Broken e) {
        if (answered.get() || patience.isOver()) {
          throw e;
        }
        // It may have been started again since the connection was made.
      }
    }
    return run(
        connections.renew(address, known),
        limits.silence(),
        pipe -> new Push(pipe, offer, capabilities, differences, progress),
        () -> {});
  }

  private Delivery run(
      QuicChannel connection, Duration silence, Function<Pipe, Push> pushing, Runnable answered)
      throws IOException {
    connections.take(connection);
    try {
      Pipe pipe = open(connection, silence);
      return run(pipe, pushing.apply(pipe), answered);
    } finally {
      connections.letGo(connection);
    }
  }

  private Delivery run(Pipe pipe, Push push, Runnable answered) throws IOException {
    patience.watch(pipe);
    boolean done = false;
    try {
      Delivery delivery =
          push.run(
              () -> {
                pipe.bear(limits.silence());
                answered.run();
              });
      done = true;
      return delivery;
    } finally {
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
        drop(opening, pipe);
        throw new Broken("no stream could be opened within " + silence.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      drop(opening, pipe);
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

  /** Nobody waits for it any more; it may open all the same. */
  private static void drop(Future<QuicStreamChannel> opening, Pipe pipe) {
    opening.addListener(
        done -> {
          if (done.isSuccess()) {
            pipe.giveUp();
          }
        });
  }
}
