package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.time.Ambient;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The rollups of an application: binds {@link Rollups} over every {@link PlacedRollup} that was
 * added to the set of them, each in the {@link RollupStore} of its place, of which adapters add to
 * a set of their own. No store is asked anything before there is something to do; a {@link
 * RollupJobModule} does it by itself.
 *
 * <p>Needs an {@link Ambient} and a {@link Listener}.
 */
public final class RollupModule extends AbstractModule {

  private final List<PlacedRollup> placed;
  private final String holder;
  private final Supplier<RollupPolicy> policy;

  /**
   * @param placed what is added to the set; other modules may add more
   * @param holder who this process is, for others: host and process
   * @param policy asked whenever something is decided
   */
  public RollupModule(
      Collection<PlacedRollup> placed, String holder, Supplier<RollupPolicy> policy) {
    this.placed = List.copyOf(placed);
    this.holder = holder;
    this.policy = policy;
  }

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), RollupStore.class);
    Multibinder<PlacedRollup> all = Multibinder.newSetBinder(binder(), PlacedRollup.class);
    placed.forEach(each -> all.addBinding().toInstance(each));
  }

  @Provides
  @Singleton
  RollupThreads threads(
      Set<RollupStore> stores, Set<PlacedRollup> all, Ambient ambient, Listener listener) {
    return new RollupThreads(
        helpers ->
            Rollups.of(stores, all, new RollupTerms(holder, policy, ambient, helpers, listener)));
  }

  @Provides
  @Singleton
  Rollups rollups(RollupThreads threads) {
    return threads.rollups();
  }
}
