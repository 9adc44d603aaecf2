package dev.tidemark.adapter.mysql;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.time.Scheduler;

/**
 * Rollups of one mirror's tables: adds a {@link RollupStore} of the mirror's name to their set, and
 * needs a {@link Scheduler}. Any number of these modules can be installed. Nothing is asked of the
 * server before the store is; what it then keeps open closes with the application.
 */
public final class MySqlRollupModule extends AbstractModule {

  private final MySqlMirrorConfig config;

  public MySqlRollupModule(MySqlMirrorConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    Provider<Scheduler> scheduler = getProvider(Scheduler.class);
    Multibinder.newSetBinder(binder(), RollupStore.class)
        .addBinding()
        .toProvider(() -> new MySqlRollupStore(config, scheduler.get()))
        .in(Singleton.class);
  }
}
