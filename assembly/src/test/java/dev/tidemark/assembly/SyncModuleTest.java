package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.multibindings.OptionalBinder;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.time.ManualClock;
import org.junit.jupiter.api.Test;

final class SyncModuleTest {

  private static final Schema SCHEMA =
      Schema.of("books", EntityType.named("book").key("id").integer("id").build());

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

  private static Application start(Module adapter) {
    InMemoryReplica replica = new InMemoryReplica(SCHEMA);
    Module ports =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Upstream.class).toInstance(new InMemoryUpstream());
            bind(ReplicaStore.class).toInstance(replica);
            bind(CursorStore.class).toInstance(replica.cursors());
            bind(RequestLedger.class).toInstance(new InMemoryRequestLedger());
            bind(SyncJournal.class).toInstance(new InMemorySyncJournal());
          }
        };
    return Application.start(
        new AmbientModule(ManualClock.at("2026-04-16T08:30:00Z"), Listener.NONE),
        new SyncModule(SCHEMA, SyncPolicy.defaults()),
        ports,
        adapter);
  }
}
