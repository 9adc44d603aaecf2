package dev.tidemark.adapter.mysql;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.time.Scheduler;

/**
 * One mirror in MySQL or MariaDB: adds a {@link MirrorTarget} to their set, and needs a {@link
 * Scheduler}. Any number of these modules can be installed. Nothing is asked of the server before
 * the target is; what it then keeps open closes with the application.
 */
public final class MySqlMirrorModule extends AbstractModule {

  private final MySqlMirrorConfig config;

  public MySqlMirrorModule(MySqlMirrorConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    Provider<Scheduler> scheduler = getProvider(Scheduler.class);
    Multibinder.newSetBinder(binder(), MirrorTarget.class)
        .addBinding()
        .toProvider(() -> new MySqlMirrorTarget(config, scheduler.get()))
        .in(Singleton.class);
  }
}
