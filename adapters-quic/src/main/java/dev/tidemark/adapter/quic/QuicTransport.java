package dev.tidemark.adapter.quic;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Endpoint;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Snapshots over QUIC, by the protocol of Tidemark and by the older one. */
final class QuicTransport implements SnapshotTransport {

  private final QuicConfig config;
  private final Tls tls;
  private final Datagrams datagrams;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(new DefaultThreadFactory("tidemark-quic-push", true));
  private final Connections connections;
  private final Connections version1;
  private final Differences differences = new Differences();
  private final List<Listener> listeners = new ArrayList<>();

  private QuicTransport(QuicConfig config, Tls tls) {
    this.config = config;
    this.tls = tls;
    this.datagrams = new Datagrams(config.limits().socketBuffer());
    this.connections = new Connections(datagrams, tls.client(Tls.VERSION_2), config.limits());
    this.version1 =
        new Connections(
            datagrams, tls.client(Tls.VERSION_1), config.limits().withIdle(DbSyncPushing.SILENCE));
  }

  /**
   * @throws InvalidConfigurationException with all that is wrong with the files of the
   *     configuration
   */
  static QuicTransport open(QuicConfig config, Clock clock) {
    return new QuicTransport(config, Tls.of(config, clock));
  }

  @Override
  public Delivery push(Target target, Offer offer, Duration patience, LongConsumer progress) {
    try (Patience end = Patience.of(datagrams, patience)) {
      Address address = address(target);
      return switch (target.strategy()) {
        case TIDEMARK ->
            new Pushing(connections, config.limits(), differences, address, end)
                .push(offer, progress);
        case DBSYNC ->
            new DbSyncPushing(version1, config.version1Gzip(), address, end).push(offer, progress);
        case NOOP -> throw new IllegalArgumentException("nothing is pushed to " + target.name());
      };
    } catch (IOException | RejectedExecutionException e) {
      throw new TargetUnavailableException(
          "pushing %s to %s at %s: %s"
              .formatted(target.snapshot(), target.name(), target.endpoint(), words(e)),
          e);
    }
  }

  private static Address address(Target target) throws Broken {
    try {
      return Address.of(Endpoint.parse(target.endpoint()));
    } catch (IllegalArgumentException e) {
      throw new Broken(e.getMessage(), e);
    }
  }

  private static String words(Exception cause) {
    return cause instanceof IOException
        ? String.valueOf(cause.getMessage())
        : "the transport is closed";
  }

  @Override
  public Listening listen(Inbox inbox) {
    String text =
        config
            .listen()
            .orElseThrow(() -> new StorageException("there is no address to listen at", false));
    Listener listener =
        Listener.open(
            Address.parse(text),
            config,
            tls.server(protocols()),
            datagrams,
            new Listener.Streams(config, inbox, workers));
    synchronized (listeners) {
      listeners.add(listener);
    }
    return listener;
  }

  Connections connections() {
    return connections;
  }

  private String[] protocols() {
    return config.version1Name().isPresent()
        ? new String[] {Tls.VERSION_2, Tls.VERSION_1}
        : new String[] {Tls.VERSION_2};
  }

  @Override
  public void close() {
    List<Listener> open;
    synchronized (listeners) {
      open = List.copyOf(listeners);
    }
    open.forEach(Listener::close);
    connections.close();
    version1.close();
    workers.shutdown();
    try {
      workers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    datagrams.close();
  }
}
