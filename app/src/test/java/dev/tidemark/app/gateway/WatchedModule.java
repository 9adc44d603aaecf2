package dev.tidemark.app.gateway;

import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import java.nio.file.Path;
import java.time.Clock;

/** The state of an application whose weak store is watched; the real one is known by a name. */
final class WatchedModule extends PrivateModule {

  private static final String REAL = "real";

  private final StoppingStore.Hook before;
  private final StoppingStore.Hook after;

  private WatchedModule(StoppingStore.Hook before, StoppingStore.Hook after) {
    this.before = before;
    this.after = after;
  }

  static Gateway open(Path directory, StoppingStore.Hook before, StoppingStore.Hook after) {
    Application application =
        Application.start(
            new AmbientModule(Clock.systemUTC(), Listener.NONE),
            new Stores(directory),
            new WatchedModule(before, after));
    return new Gateway(application.get(StateEngine.class), application);
  }

  @Override
  protected void configure() {
    FlushPolicy never = Gateway.NEVER;
    install(new StateModule(Tables.SCHEMA, new StateTerms(() -> never, RepairGuard.DEFAULTS)));
    expose(StateEngine.class);
  }

  @Provides
  @Singleton
  WeakStore weak(@Named(REAL) WeakStore real) {
    return new StoppingStore(real, before, after);
  }

  /** Those of the adapter. */
  private static final class Stores extends PrivateModule {

    private final Path directory;

    Stores(Path directory) {
      this.directory = directory;
    }

    @Override
    protected void configure() {
      Key<WeakStore> real = Key.get(WeakStore.class, Names.named(REAL));
      install(new SqliteStateModule(SqliteStateConfig.in(directory)));
      bind(StateSchema.class).toInstance(Tables.SCHEMA);
      bind(real).to(WeakStore.class);
      expose(real);
      expose(StrongStore.class);
      expose(ValueCaches.class);
    }
  }
}
