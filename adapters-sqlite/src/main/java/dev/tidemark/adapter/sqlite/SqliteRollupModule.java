package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.tidemark.core.rollup.spi.RollupStore;

/**
 * Rollups in a SQLite file: adds a {@link RollupStore} to their set. Any number of these modules
 * can be installed. The file is opened when it is used, and not kept open.
 */
public final class SqliteRollupModule extends AbstractModule {

  private final SqliteRollupConfig config;

  public SqliteRollupModule(SqliteRollupConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), RollupStore.class)
        .addBinding()
        .toInstance(new SqliteRollupStore(config));
  }
}
