package dev.tidemark.adapter.sqlite;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The state in SQLite: binds {@link StrongStore}, {@link WeakStore} and {@link ValueCaches}; needs
 * a {@link StateSchema}, a {@link Clock} and a {@link Listener}. The strong tier opens first; both
 * close with the application. Two modules of one config are one module, whoever installs them.
 */
public final class SqliteStateModule extends AbstractModule {

  private final SqliteStateConfig config;

  public SqliteStateModule(SqliteStateConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    bind(StrongStore.class).to(SqliteStrongStore.class);
    bind(WeakStore.class).to(SqliteWeakStore.class);
  }

  @Provides
  @Singleton
  SqliteStrongStore strongStore(StateSchema schema, Clock clock) {
    return SqliteStrongStore.open(config, schema, clock);
  }

  /**
   * @param first so that this one opens behind it and closes before it
   */
  @Provides
  @Singleton
  SqliteWeakStore weakStore(
      SqliteStrongStore first, StateSchema schema, Clock clock, Listener listener) {
    return SqliteWeakStore.open(config, schema, clock, listener);
  }

  @Provides
  @Singleton
  ValueCaches valueCaches() {
    return new CaffeineValueCaches();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SqliteStateModule module && module.config.equals(config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }
}
