package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.testkit.contract.StateSample;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the module binds, in an injector as strict as an application's. */
final class SqliteStateModuleTest {

  @TempDir Path directory;

  @Test
  void module_bindsBothTiersOnce() {
    Injector made = inject();
    try {
      assertThat(made.getInstance(StrongStore.class))
          .isInstanceOf(SqliteStrongStore.class)
          .isSameAs(made.getInstance(StrongStore.class));
      assertThat(made.getInstance(WeakStore.class))
          .isInstanceOf(SqliteWeakStore.class)
          .isSameAs(made.getInstance(WeakStore.class));
      assertThat(made.getInstance(ValueCaches.class)).isInstanceOf(CaffeineValueCaches.class);
    } finally {
      made.getInstance(SqliteWeakStore.class).close();
      made.getInstance(SqliteStrongStore.class).close();
    }
  }

  private Injector inject() {
    Module strict =
        new AbstractModule() {
          @Override
          protected void configure() {
            binder().disableCircularProxies();
            binder().requireExplicitBindings();
            binder().requireExactBindingAnnotations();
            binder().requireAtInjectOnConstructors();
            bind(StateSchema.class).toInstance(StateSample.SCHEMA);
            bind(Clock.class).toInstance(SqliteTiers.CLOCK);
            bind(Listener.class).toInstance(Listener.NONE);
          }
        };
    return Guice.createInjector(
        Stage.PRODUCTION, strict, new SqliteStateModule(SqliteStateConfig.in(directory)));
  }
}
