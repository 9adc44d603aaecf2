package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.snapshot.PublishedSnapshot;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.PublisherPorts;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.StoredTargets;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Ambient;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Snapshots that are published: binds {@link Publisher}, and {@link StoredTargets}. They are
 * published from {@link Publisher#start} on, and no longer when the application is closed, while
 * the stores are still open. Nothing is built, and nothing touches a network, before that; a {@link
 * Publisher#publishOnce} does both.
 *
 * <p>Needs a {@link SnapshotStore}, a {@link SnapshotTransport}, {@link Leadership}, an {@link
 * Ambient}, a {@link Listener}, and a {@link StateModule} with the types of {@link
 * dev.tidemark.core.snapshot.SnapshotTypes}. Where there is a {@link ChangeFeed}, it is followed.
 */
public final class PublisherModule extends AbstractModule {

  private final List<PublishedSnapshot> snapshots;
  private final Function<StoredTargets, TargetProvider> targets;
  private final Supplier<PublisherPolicy> policy;
  private final Function<SnapshotManifest, SignedManifest> signer;

  /**
   * @param targets who the targets are, beside or in place of those in the state
   * @param policy asked whenever something is decided
   * @param signer puts a signature to what is built here; {@link SignedManifest#unsigned} for none
   */
  public PublisherModule(
      Collection<PublishedSnapshot> snapshots,
      Function<StoredTargets, TargetProvider> targets,
      Supplier<PublisherPolicy> policy,
      Function<SnapshotManifest, SignedManifest> signer) {
    this.snapshots = List.copyOf(snapshots);
    this.targets = targets;
    this.policy = policy;
    this.signer = signer;
  }

  @Override
  protected void configure() {
    OptionalBinder.newOptionalBinder(binder(), ChangeFeed.class);
  }

  @Provides
  @Singleton
  StoredTargets storedTargets(StateEngine state) {
    return new StoredTargets(state);
  }

  @Provides
  @Singleton
  PublisherPorts ports(
      SnapshotStore store,
      SnapshotTransport transport,
      StoredTargets stored,
      Optional<ChangeFeed> feed,
      Leadership leadership,
      StateEngine state) {
    return new PublisherPorts(
        store, transport, targets.apply(stored), feed, leadership, state, signer);
  }

  @Provides
  @Singleton
  PublisherThreads threads(PublisherPorts ports, Ambient ambient, Listener listener) {
    return new PublisherThreads(
        workers -> Publisher.of(snapshots, ports, policy, ambient, workers, listener));
  }

  @Provides
  @Singleton
  Publisher publisher(PublisherThreads threads) {
    return threads.publisher();
  }
}
