package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StatePorts;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
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
      injector.getInstance(SqliteWeakStore.class).close();
      injector.getInstance(SqliteStrongStore.class).close();
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

  @Test
  void module_bindsTheStateBesideTheReplica() {
    inject(SqliteConfig.in(directory));

    assertThat(directory.resolve("replica.db")).exists();
    assertThat(directory.resolve("state.db")).exists();
    assertThat(directory.resolve("cache.db")).exists();
  }

  @Test
  void stateElsewhere_isThere() {
    SqliteStateConfig elsewhere = SqliteStateConfig.in(directory.resolve("elsewhere"));

    inject(new SqliteModule(SqliteConfig.in(directory), elsewhere));

    assertThat(directory.resolve("elsewhere").resolve("state.db")).exists();
    assertThat(directory.resolve("state.db")).doesNotExist();
  }

  /** Whoever opens the state for more than the replica need not know who else does. */
  @Test
  void stateModule_installedBesideWithTheSameConfig_isOne() {
    Injector made =
        inject(
            SqliteConfig.in(directory).sharing(),
            withScheduler(),
            new SqliteStateModule(SqliteStateConfig.in(directory).sharing()));

    assertThat(made.getInstance(StrongStore.class)).isInstanceOf(SqliteStrongStore.class);
  }

  @Test
  void olderReplica_isTakenOverByTheStateUnderTheNameOfTheSchema() throws SQLException {
    inject(SqliteConfig.in(directory));
    close();
    try (Connection connection = Connections.writer(directory.resolve("replica.db"))) {
      Connections.execute(
          connection,
          "CREATE TABLE _request (id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT",
          "INSERT INTO _request (at) VALUES ('2026-04-16T08:00:00.000Z')",
          "ALTER TABLE _upstream ADD COLUMN not_before TEXT",
          "ALTER TABLE _sync_run DROP COLUMN term",
          "DELETE FROM _migration WHERE version > '2'",
          "PRAGMA user_version = 2");
    }

    Injector made = inject(SqliteConfig.in(directory));

    assertThat(
            SyncState.ledger(made.getInstance(StateEngine.class), "notes")
                .asked(Instant.MIN, Instant.MAX))
        .containsExactly(Instant.parse("2026-04-16T08:00:00Z"));
  }

  private static Key<Leadership> key() {
    return Key.get(Leadership.class);
  }

  private Injector inject(SqliteConfig config, Module... more) {
    return inject(new SqliteModule(config), more);
  }

  private Injector inject(SqliteModule module, Module... more) {
    Module strict =
        new AbstractModule() {
          @Override
          protected void configure() {
            binder().disableCircularProxies();
            binder().requireExplicitBindings();
            binder().requireExactBindingAnnotations();
            binder().requireAtInjectOnConstructors();
            bind(Schema.class).toInstance(SCHEMA);
            install(new TestState());
            for (Module each : more) {
              install(each);
            }
          }
        };
    Injector made = Guice.createInjector(Stage.PRODUCTION, strict, module);
    injector = made;
    return made;
  }

  /** As the assembly has it, without its thread. */
  private static final class TestState extends AbstractModule {

    @Override
    protected void configure() {
      bind(StateSchema.class).toInstance(SyncState.schema());
      bind(Clock.class).toInstance(SqliteTiers.CLOCK);
      bind(Listener.class).toInstance(Listener.NONE);
    }

    @Provides
    @Singleton
    StateEngine engine(StrongStore strong, WeakStore weak, ValueCaches caches) {
      ManualScheduler scheduler = new ManualScheduler(SqliteTiers.CLOCK);
      return StateEngine.open(
          SyncState.schema(),
          new StatePorts(strong, weak, caches),
          StateTerms.defaults(),
          new Ambient(SqliteTiers.CLOCK, scheduler, new Random(1)),
          scheduler,
          Listener.NONE);
    }
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
