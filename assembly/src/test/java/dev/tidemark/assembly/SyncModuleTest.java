package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.BudgetSpentException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.EndpointHealth;
import dev.tidemark.core.sync.SyncEvent;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.UpstreamHealth;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SyncModuleTest {

  private static final Schema SCHEMA =
      Schema.of("books", EntityType.named("book").key("id").integer("id").build());
  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");

  private final AtomicReference<SyncPolicy> policy = new AtomicReference<>(SyncPolicy.defaults());
  private final InMemoryStateModule state = new InMemoryStateModule(SyncState.schema());
  private final RecordingListener listener = new RecordingListener();

  @Test
  void leadership_nobodyCompetes_isAlwaysHere() {
    try (Application application = start(new AbstractModule() {})) {
      assertThat(application.get(Leadership.class).isLeader()).isTrue();
    }
  }

  @Test
  void leadership_anAdapterKnowsBetter_isTheAdapters() {
    Leadership never =
        new Leadership() {
          @Override
          public boolean isLeader() {
            return false;
          }

          @Override
          public void watch(Runnable changed) {}
        };
    Module adapter =
        new AbstractModule() {
          @Override
          protected void configure() {
            OptionalBinder.newOptionalBinder(binder(), Leadership.class)
                .setBinding()
                .toInstance(never);
          }
        };

    try (Application application = start(adapter)) {
      assertThat(application.get(Leadership.class)).isSameAs(never);
    }
  }

  @Test
  void ledgerAndHealth_areInTheStateUnderTheNameOfTheSchema() {
    try (Application application = start(new AbstractModule() {})) {
      application.get(SyncReplica.class).sync(Mode.FULL);

      assertThat(application.get(RequestLedger.class).asked(NOW, NOW)).containsExactly(NOW);
      assertThat(application.get(UpstreamHealth.class).endpoints())
          .extracting(EndpointHealth::upstream, EndpointHealth::endpoint, EndpointHealth::requests)
          .containsExactly(tuple("books", "book", 1L));
    }
    try (Application next = start(new AbstractModule() {})) {
      assertThat(next.get(RequestLedger.class).asked(NOW, NOW)).hasSize(1);
      assertThat(next.get(UpstreamHealth.class).endpoints()).hasSize(1);
    }
  }

  @Test
  void listener_hearsTheCycleBesideTheHealth() {
    try (Application application = start(new AbstractModule() {})) {
      application.get(SyncReplica.class).sync(Mode.FULL);
    }

    assertThat(listener.events(SyncEvent.CycleSucceeded.class)).hasSize(1);
  }

  @Test
  void policy_changedAtRunTime_isThatOfTheNextCycle() {
    try (Application application = start(new AbstractModule() {})) {
      SyncReplica replica = application.get(SyncReplica.class);
      replica.sync(Mode.FULL);
      policy.set(SyncPolicy.builder().requestsPerHour(1).build());

      assertThatThrownBy(() -> replica.sync(Mode.FULL))
          .isInstanceOf(BudgetSpentException.class)
          .hasMessageContaining("the budget of 1 requests per hour is spent");
    }
  }

  private Application start(Module adapter) {
    InMemoryReplica replica = new InMemoryReplica(SCHEMA);
    Module ports =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Upstream.class).toInstance(new InMemoryUpstream());
            bind(ReplicaStore.class).toInstance(replica);
            bind(CursorStore.class).toInstance(replica.cursors());
            bind(SyncJournal.class).toInstance(new InMemorySyncJournal());
          }
        };
    return Application.start(
        new AmbientModule(ManualClock.at(NOW), listener),
        new SyncModule(SCHEMA, policy::get),
        new StateModule(SyncState.schema()),
        state,
        ports,
        adapter);
  }
}
