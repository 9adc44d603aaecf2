package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the module binds, in an injector as strict as an application's. */
final class SqliteModuleTest {

  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  @TempDir Path directory;
  private @Nullable Injector injector;

  @AfterEach
  void close() {
    if (injector != null) {
      injector.getInstance(ReplicaDatabase.class).close();
    }
  }

  @Test
  void exclusive_leavesLeadershipToWhoeverHasADefault() {
    Injector made = inject(SqliteConfig.in(directory), withDefault());

    assertThat(made.getInstance(Leadership.class)).isNotInstanceOf(SqliteLeadership.class);
    assertThat(made.getInstance(ReplicaStore.class)).isInstanceOf(SqliteReplicaStore.class);
  }

  @Test
  void exclusive_needsNoScheduler() {
    assertThat(inject(SqliteConfig.in(directory)).getExistingBinding(key())).isNull();
  }

  @Test
  void sharing_bindsLeadershipInPlaceOfTheDefault() {
    Injector made = inject(SqliteConfig.in(directory).sharing(), withDefault(), withScheduler());

    assertThat(made.getInstance(Leadership.class))
        .isInstanceOf(SqliteLeadership.class)
        .isSameAs(made.getInstance(Leadership.class))
        .satisfies(leadership -> assertThat(leadership.isLeader()).isTrue());
  }

  @Test
  void sharing_withoutADefault_bindsLeadership() {
    Injector made = inject(SqliteConfig.in(directory).sharing(), withScheduler());

    assertThat(made.getInstance(Leadership.class).isLeader()).isTrue();
  }

  private static Key<Leadership> key() {
    return Key.get(Leadership.class);
  }

  private Injector inject(SqliteConfig config, Module... more) {
    Module strict =
        new AbstractModule() {
          @Override
          protected void configure() {
            binder().disableCircularProxies();
            binder().requireExplicitBindings();
            binder().requireExactBindingAnnotations();
            binder().requireAtInjectOnConstructors();
            bind(Schema.class).toInstance(SCHEMA);
            for (Module each : more) {
              install(each);
            }
          }
        };
    Injector made = Guice.createInjector(Stage.PRODUCTION, strict, new SqliteModule(config));
    injector = made;
    return made;
  }

  /** As the assembly has it. */
  private static Module withDefault() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), Leadership.class)
            .setDefault()
            .toInstance(Leadership.always());
      }
    };
  }

  private static Module withScheduler() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Scheduler.class)
            .toInstance(new ManualScheduler(ManualClock.at("2026-04-16T08:30:00Z")));
      }
    };
  }
}
