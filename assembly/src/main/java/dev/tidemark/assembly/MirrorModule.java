package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorPorts;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Ambient;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The mirrors of one replica: binds {@link Mirrors} over every {@link MirrorTarget} that the
 * modules of adapters have added to the set of them; there may be none. They are kept from {@link
 * Mirrors#start} on, and stopped with the application at the latest, while the stores are still
 * open. Nothing touches a network before that.
 *
 * <p>They are among the {@link Followers} that a {@link RetentionModule} waits for.
 *
 * <p>Needs a {@link Schema}, a {@link ReplicaReader}, a {@link ChangeFeed}, {@link Leadership}, an
 * {@link Ambient}, a {@link Listener}, and a {@link StateModule} with the types of {@link
 * dev.tidemark.core.mirror.MirrorTypes}.
 */
public final class MirrorModule extends AbstractModule {

  private final Function<String, MirrorPolicy> policy;

  /**
   * @param policy how the mirror of this name is kept; asked whenever something is decided
   */
  public MirrorModule(Function<String, MirrorPolicy> policy) {
    this.policy = policy;
  }

  /** With one policy for all of them, which may change. */
  public MirrorModule(Supplier<MirrorPolicy> policy) {
    this(name -> policy.get());
  }

  /** With a policy that never changes. */
  public MirrorModule(MirrorPolicy policy) {
    this(name -> policy);
  }

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), MirrorTarget.class);
  }

  @Provides
  @Singleton
  MirrorPorts ports(
      Schema schema,
      ReplicaReader reader,
      ChangeFeed feed,
      Leadership leadership,
      StateEngine state) {
    return new MirrorPorts(schema, reader, feed, leadership, state);
  }

  @Provides
  @Singleton
  MirrorThreads threads(
      Set<MirrorTarget> targets, MirrorPorts ports, Ambient ambient, Listener listener) {
    return new MirrorThreads(
        workers -> Mirrors.of(targets, ports, policy, ambient, workers, listener));
  }

  @Provides
  @Singleton
  Mirrors mirrors(MirrorThreads threads) {
    return threads.mirrors();
  }

  @ProvidesIntoSet
  Followers followers(Mirrors mirrors) {
    return mirrors.followers();
  }
}
