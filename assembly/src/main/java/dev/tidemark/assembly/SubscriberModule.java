package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.time.Ambient;

/**
 * Snapshots that are taken: binds {@link Subscriber}, which serves from the start of the
 * application on what is in the store, and {@link SubscriberListening}, with which it takes newer
 * ones. Nothing touches a network before {@link SubscriberListening#start}. It takes nothing any
 * more when the application is closed, while the store is still open.
 *
 * <p>Needs a {@link SnapshotStore}, a {@link SnapshotTransport} that may listen, an {@link Ambient}
 * and a {@link Listener}. To pass on what is taken, install a {@link PublisherModule}, too, and
 * tell its publisher of every {@link dev.tidemark.core.snapshot.SnapshotEvent.Installed}.
 */
public final class SubscriberModule extends AbstractModule {

  private final SubscriberPolicy policy;

  public SubscriberModule(SubscriberPolicy policy) {
    this.policy = policy;
  }

  @Provides
  @Singleton
  Subscriber subscriber(SnapshotStore store, Ambient ambient, Listener listener) {
    return Subscriber.of(policy, store, ambient.clock(), listener);
  }

  @Provides
  @Singleton
  SubscriberListening listening(Subscriber subscriber, SnapshotTransport transport) {
    return new SubscriberListening(subscriber, transport);
  }
}
