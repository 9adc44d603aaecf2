package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.time.Scheduler;

/** Who leads, for a replica that several processes share. */
final class SharingModule extends AbstractModule {

  @Override
  protected void configure() {
    OptionalBinder.newOptionalBinder(binder(), Leadership.class)
        .setBinding()
        .to(SqliteLeadership.class);
  }

  @Provides
  @Singleton
  SqliteLeadership leadership(
      ReplicaDatabase database, ReplicaOpening opening, Scheduler scheduler) {
    return SqliteLeadership.start(database, opening::prepare, scheduler);
  }
}
